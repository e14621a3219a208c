throw "cannot load 'this' and `"that"
