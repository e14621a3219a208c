#:package Microsoft.NETFramework.ReferenceAssemblies.net462@1.0.3
#:package PowerShellStandard.Library@5.1.1
#:property PublishAot=false
#:property Nullable=enable

// Prints the public types and members of the assemblies in the given folders: what a snippet may use under Windows
// PowerShell 5.1 on .NET Framework 4.6.2. It reads metadata and loads no assembly. One line a type, its members below:
//   type <full name> <base type or -> <interfaces, comma-separated, or ->
//   <constructor|method|property|field|event> <static|instance> <name> <fewest>..<most arguments, * for any number>

using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

using var output = new StreamWriter(Console.OpenStandardOutput());
output.NewLine = "\n";
var files = args.SelectMany(folder => Directory.GetFiles(folder, "*.dll")).OrderBy(Path.GetFileName, StringComparer.Ordinal);
foreach (var file in files)
{
    using var image = new PEReader(File.OpenRead(file));
    if (image.HasMetadata)
    {
        new Listing(image.GetMetadataReader(), output).Print();
    }
}

sealed class Listing(MetadataReader metadata, TextWriter output)
{
    internal void Print()
    {
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            if (IsPublic(type))
            {
                PrintType(type);
            }
        }
    }

    bool IsPublic(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic => IsPublic(metadata.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    void PrintType(TypeDefinition type)
    {
        var interfaces = type.GetInterfaceImplementations().Select(each => Name(metadata.GetInterfaceImplementation(each).Interface));
        output.WriteLine($"type\t{Name(type)}\t{Name(type.BaseType)}\t{string.Join(',', interfaces.DefaultIfEmpty("-"))}");
        foreach (var handle in type.GetMethods())
        {
            var method = metadata.GetMethodDefinition(handle);
            var name = metadata.GetString(method.Name);
            if (!IsPublic(method) || name == ".cctor" || ((method.Attributes & MethodAttributes.SpecialName) != 0 && name != ".ctor"))
            {
                continue;
            }
            PrintMember(name == ".ctor" ? "constructor" : "method", (method.Attributes & MethodAttributes.Static) != 0, name, Arguments(method));
        }
        foreach (var handle in type.GetProperties())
        {
            var property = metadata.GetPropertyDefinition(handle);
            // Only what can be read: a snippet assigns no property.
            if (!property.GetAccessors().Getter.IsNil)
            {
                var getter = metadata.GetMethodDefinition(property.GetAccessors().Getter);
                if (IsPublic(getter))
                {
                    PrintMember("property", (getter.Attributes & MethodAttributes.Static) != 0, metadata.GetString(property.Name), Arguments(getter));
                }
            }
        }
        foreach (var handle in type.GetFields())
        {
            var field = metadata.GetFieldDefinition(handle);
            if ((field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public)
            {
                PrintMember("field", (field.Attributes & FieldAttributes.Static) != 0, metadata.GetString(field.Name), "0..0");
            }
        }
    }

    static bool IsPublic(MethodDefinition method) => (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public;

    void PrintMember(string kind, bool isStatic, string name, string arguments) =>
        output.WriteLine($"{kind}\t{(isStatic ? "static" : "instance")}\t{name}\t{arguments}");

    /// <summary>How many arguments a call may have: optional ones may be left out, a params array takes any number.</summary>
    string Arguments(MethodDefinition method)
    {
        int fewest = 0, most = 0;
        var any = false;
        foreach (var handle in method.GetParameters())
        {
            var parameter = metadata.GetParameter(handle);
            if (parameter.SequenceNumber == 0)
            {
                continue;
            }
            most++;
            var isArray = parameter.GetCustomAttributes().Any(each => AttributeName(each) == "System.ParamArrayAttribute");
            any |= isArray;
            if (!isArray && (parameter.Attributes & ParameterAttributes.Optional) == 0)
            {
                fewest++;
            }
        }
        return $"{fewest}..{(any ? "*" : most)}";
    }

    string AttributeName(CustomAttributeHandle handle)
    {
        var constructor = metadata.GetCustomAttribute(handle).Constructor;
        return constructor.Kind == HandleKind.MemberReference
            ? Name(metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent)
            : Name(metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType());
    }

    string Name(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return "-";
        }
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                return Name(metadata.GetTypeDefinition((TypeDefinitionHandle)handle));
            case HandleKind.TypeReference:
                var reference = metadata.GetTypeReference((TypeReferenceHandle)handle);
                return reference.ResolutionScope.Kind == HandleKind.TypeReference
                    ? $"{Name(reference.ResolutionScope)}+{metadata.GetString(reference.Name)}"
                    : Joined(reference.Namespace, reference.Name);
            case HandleKind.TypeSpecification:
                return GenericName(metadata.GetTypeSpecification((TypeSpecificationHandle)handle));
            default:
                return "-";
        }
    }

    string Name(TypeDefinition type) => type.GetDeclaringType().IsNil
        ? Joined(type.Namespace, type.Name)
        : $"{Name(metadata.GetTypeDefinition(type.GetDeclaringType()))}+{metadata.GetString(type.Name)}";

    string Joined(StringHandle space, StringHandle name) =>
        space.IsNil ? metadata.GetString(name) : $"{metadata.GetString(space)}.{metadata.GetString(name)}";

    /// <summary>The definition behind Base&lt;T&gt;: signature bytes GENERICINST, CLASS, type.</summary>
    string GenericName(TypeSpecification specification)
    {
        var blob = metadata.GetBlobReader(specification.Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return "-";
        }
        blob.ReadCompressedInteger();
        return Name(blob.ReadTypeHandle());
    }
}
