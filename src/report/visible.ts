/**
 * What a terminal would act on or hide: control characters, marks that turn the direction of text, line separators,
 * characters of no width, halves of a character pair.
 */
const hidden =
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text from elsewhere with such characters spelled out: `\x1b`, `\u202e`. */
export function visible(text: string): string {
  return text.replace(hidden, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** JSON text with the same characters as JSON escapes; they can stand nowhere but inside its strings. */
export function visibleJson(json: string): string {
  return json.replace(hidden, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
