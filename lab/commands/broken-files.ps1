# Files that can be opened and not read to their end, or that grow meanwhile. What a snippet calls System.IO.FileStream is,
# on a host with such a fault, a stream of the lab that fails as Windows' does; every other file it leaves to its base.

$global:LabReadFaults = 'crc', 'io', 'crc-in-the-middle', 'changing'

# By native path: the exception that reading ends with, the position from which it does, and what is still to grow.
function New-LabStreamType {
    $assembly = [System.Reflection.Emit.AssemblyBuilder]::DefineDynamicAssembly([System.Reflection.AssemblyName]::new('Lab.BrokenFiles'), [System.Reflection.Emit.AssemblyBuilderAccess]::Run)
    $base = [System.IO.FileStream]
    $builder = $assembly.DefineDynamicModule('Lab.BrokenFiles').DefineType('Lab.FileStream', [System.Reflection.TypeAttributes]::Public, $base)
    $op = [System.Reflection.Emit.OpCodes]
    $failureType = [System.Collections.Generic.Dictionary[string, System.Exception]]
    $fromType = [System.Collections.Generic.Dictionary[string, long]]
    $growType = [System.Collections.Concurrent.ConcurrentDictionary[string, string]]
    $shared = [System.Reflection.FieldAttributes]'Public, Static'
    $failures = $builder.DefineField('Failures', $failureType, $shared)
    $from = $builder.DefineField('From', $fromType, $shared)
    $growing = $builder.DefineField('Growing', $growType, $shared)
    $plain = [System.IO.FileMode], [System.IO.FileAccess], [System.IO.FileShare]
    foreach ($parameters in @(, [type[]](@([string]) + $plain)), @(, [type[]](@([string]) + $plain + @([int], [System.IO.FileOptions])))) {
        $il = $builder.DefineConstructor([System.Reflection.MethodAttributes]::Public, [System.Reflection.CallingConventions]::Standard, $parameters[0]).GetILGenerator()
        for ($i = 0; $i -le $parameters[0].Count; $i++) { $il.Emit($op::Ldarg, [int16]$i) }
        $il.Emit($op::Call, $base.GetConstructor($parameters[0])); $il.Emit($op::Ret)
    }
    $arguments = [type[]]@([byte[]], [int], [int])
    $il = $builder.DefineMethod('Read', [System.Reflection.MethodAttributes]'Public, Virtual, HideBySig', [int], $arguments).GetILGenerator()
    $text = $il.DeclareLocal([string]); $start = $il.DeclareLocal([long]); $read = $il.DefineLabel(); $sound = $il.DefineLabel()
    $name = $base.GetProperty('Name').GetMethod; $position = $base.GetProperty('Position').GetMethod
    # if (Growing.TryRemove(Name, out text)) File.AppendAllText(Name, text);
    $il.Emit($op::Ldsfld, $growing); $il.Emit($op::Ldarg_0); $il.Emit($op::Callvirt, $name); $il.Emit($op::Ldloca, $text)
    $il.Emit($op::Callvirt, $growType.GetMethod('TryRemove', [type[]]@([string], [string].MakeByRefType()))); $il.Emit($op::Brfalse, $sound)
    $il.Emit($op::Ldarg_0); $il.Emit($op::Callvirt, $name); $il.Emit($op::Ldloc, $text)
    $il.Emit($op::Call, [System.IO.File].GetMethod('AppendAllText', [type[]]@([string], [string])))
    $il.MarkLabel($sound)
    # if (From.TryGetValue(Name, out start) && Position >= start) throw Failures[Name];
    $il.Emit($op::Ldsfld, $from); $il.Emit($op::Ldarg_0); $il.Emit($op::Callvirt, $name); $il.Emit($op::Ldloca, $start)
    $il.Emit($op::Callvirt, $fromType.GetMethod('TryGetValue')); $il.Emit($op::Brfalse, $read)
    $il.Emit($op::Ldarg_0); $il.Emit($op::Callvirt, $position); $il.Emit($op::Ldloc, $start); $il.Emit($op::Blt, $read)
    $il.Emit($op::Ldsfld, $failures); $il.Emit($op::Ldarg_0); $il.Emit($op::Callvirt, $name); $il.Emit($op::Callvirt, $failureType.GetProperty('Item').GetMethod); $il.Emit($op::Throw)
    $il.MarkLabel($read)
    foreach ($code in $op::Ldarg_0, $op::Ldarg_1, $op::Ldarg_2, $op::Ldarg_3) { $il.Emit($code) }
    $il.Emit($op::Call, $base.GetMethod('Read', $arguments)); $il.Emit($op::Ret)
    $type = $builder.CreateTypeInfo().AsType()
    $type.GetField('Failures').SetValue($null, $failureType::new())
    $type.GetField('From').SetValue($null, $fromType::new())
    $type.GetField('Growing').SetValue($null, $growType::new())
    $type
}

# PowerShell asks its own table of short names first, in every runspace of the process, whatever is in the assemblies. What
# it remembers from reading the snippets is forgotten, and those that open files are read anew, word for word.
function Install-LabStream {
    param([string[]]$Functions)
    $hidden = [System.Reflection.BindingFlags]'Static, NonPublic'
    $table = [psobject].Assembly.GetType('System.Management.Automation.TypeAccelerators').GetField('builtinTypeAccelerators', $hidden).GetValue($null)
    if (-not $table.ContainsKey('System.IO.FileStream')) {
        $table['System.IO.FileStream'] = New-LabStreamType
        foreach ($field in [psobject].Assembly.GetType('System.Management.Automation.Language.TypeCache').GetFields($hidden)) { $field.GetValue($null).Clear() }
        foreach ($name in $Functions) {
            $command = $ExecutionContext.InvokeCommand.GetCommand($name, [System.Management.Automation.CommandTypes]::Function)
            if ($null -eq $command -or -not $command.Definition.Contains('System.IO.FileStream')) { continue }
            [void]$ExecutionContext.InvokeProvider.Item.Set('function:global:' + $name, [scriptblock]::Create($command.Definition))
            if ($ExecutionContext.InvokeCommand.GetCommand($name, [System.Management.Automation.CommandTypes]::Function).ScriptBlock.File) {
                throw (New-LabGap -Text ('a file that cannot be read to its end, where ' + $name + ' is not global'))
            }
        }
    }
    $table['System.IO.FileStream']
}

# Says what will become of a file when it is read.
function Set-LabBrokenFile {
    param([string]$Native, [string]$Fault)
    $type = $global:LabState.streamType
    if ($Fault -ceq 'changing') {
        # Once: whoever reads it again finds what it became.
        if ($global:LabGrown.Add($Native)) { $type::Growing[$Native] = 'more' }
        return
    }
    $type::Failures[$Native] = $(
        if ($Fault -ceq 'io') { [System.IO.IOException]::new('The request could not be performed because of an I/O device error.', [int]0x8007045D) }
        else { [System.IO.IOException]::new('Data error (cyclic redundancy check).', [int]0x80070017) }
    )
    $type::From[$Native] = $(if ($Fault -ceq 'crc-in-the-middle') { 1 } else { 0 })
}
