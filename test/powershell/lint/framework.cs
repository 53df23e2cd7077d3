#:property PublishAot=false
#:property Nullable=disable
// Reads the public types of .NET Framework assemblies from their metadata; nothing of the assemblies is loaded.
//   dotnet run framework.cs -- <folder> <assembly,assembly,...> <file>
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

FrameworkIndex.Write(args[0], args[1].Split(','), args[2]);

/// <summary>
/// Public types by full name ("System.Nullable`1"), each as
/// { kind, bases, new: [[least, most]], static: { name: [[least, most]] }, own: { name: [[least, most]] } }.
/// A field, property or event is [-1, -1]; "most" is -1 where there is no upper bound (a params array).
/// </summary>
static class FrameworkIndex
{
    sealed class TypeEntry
    {
        public string kind { get; set; } = "class";
        public List<string> bases { get; set; } = new();
        public List<int[]> @new { get; set; } = new();
        public Dictionary<string, List<int[]>> @static { get; set; } = new();
        public Dictionary<string, List<int[]>> own { get; set; } = new();
    }

    static readonly int[] value = { -1, -1 };

    public static void Write(string folder, string[] assemblies, string file)
    {
        var types = new SortedDictionary<string, TypeEntry>(StringComparer.Ordinal);
        foreach (var assembly in assemblies)
        {
            using var image = new PEReader(File.OpenRead(Path.Combine(folder, assembly + ".dll")));
            var reader = image.GetMetadataReader();
            foreach (var handle in reader.TypeDefinitions) Add(reader, reader.GetTypeDefinition(handle), types);
        }
        File.WriteAllText(file, JsonSerializer.Serialize(types, new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }));
    }

    static void Add(MetadataReader reader, TypeDefinition type, IDictionary<string, TypeEntry> types)
    {
        if (!IsVisible(reader, type)) return;
        var entry = new TypeEntry { kind = KindOf(reader, type) };
        if (!type.BaseType.IsNil) entry.bases.Add(NameOf(reader, type.BaseType));
        foreach (var one in type.GetInterfaceImplementations())
            entry.bases.Add(NameOf(reader, reader.GetInterfaceImplementation(one).Interface));
        foreach (var one in type.GetMethods()) AddMethod(reader, reader.GetMethodDefinition(one), entry);
        foreach (var one in type.GetFields())
        {
            var field = reader.GetFieldDefinition(one);
            if ((field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public)
                Put((field.Attributes & FieldAttributes.Static) != 0 ? entry.@static : entry.own, reader.GetString(field.Name), value);
        }
        // A value type can always be made without arguments.
        if (entry.kind == "struct") entry.@new.Add(new[] { 0, 0 });
        types[FullName(reader, type)] = entry;
    }

    static void AddMethod(MetadataReader reader, MethodDefinition method, TypeEntry entry)
    {
        if ((method.Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public) return;
        var name = reader.GetString(method.Name);
        var counts = Counts(reader, method);
        if (name == ".ctor") { entry.@new.Add(counts); return; }
        var members = (method.Attributes & MethodAttributes.Static) != 0 ? entry.@static : entry.own;
        Put(members, name, counts);
        // Accessors are methods too, and PowerShell can call them; their property is a value.
        if ((method.Attributes & MethodAttributes.SpecialName) != 0 && (name.StartsWith("get_") || name.StartsWith("set_")))
            Put(members, name.Substring(4), value);
    }

    static int[] Counts(MetadataReader reader, MethodDefinition method)
    {
        var blob = reader.GetBlobReader(method.Signature);
        var header = blob.ReadSignatureHeader();
        if (header.IsGeneric) blob.ReadCompressedInteger();
        var most = blob.ReadCompressedInteger();
        var least = most;
        foreach (var handle in method.GetParameters())
        {
            var parameter = reader.GetParameter(handle);
            if (parameter.SequenceNumber == 0) continue;
            if ((parameter.Attributes & ParameterAttributes.Optional) != 0) least = Math.Min(least, parameter.SequenceNumber - 1);
            else if (parameter.GetCustomAttributes().Any(one => IsParams(reader, reader.GetCustomAttribute(one))))
            {
                least = Math.Min(least, parameter.SequenceNumber - 1);
                return new[] { least, -1 };
            }
        }
        return new[] { least, most };
    }

    static bool IsParams(MetadataReader reader, CustomAttribute attribute)
    {
        var type = attribute.Constructor.Kind == HandleKind.MemberReference
            ? reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent
            : reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType();
        return NameOf(reader, type) == "System.ParamArrayAttribute";
    }

    static void Put(Dictionary<string, List<int[]>> members, string name, int[] counts)
    {
        if (!members.TryGetValue(name, out var all)) members[name] = all = new();
        if (!all.Any(one => one.SequenceEqual(counts))) all.Add(counts);
    }

    static bool IsVisible(MetadataReader reader, TypeDefinition type)
    {
        var visibility = type.Attributes & TypeAttributes.VisibilityMask;
        if (visibility == TypeAttributes.Public) return true;
        return visibility == TypeAttributes.NestedPublic && IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType()));
    }

    static string KindOf(MetadataReader reader, TypeDefinition type)
    {
        if ((type.Attributes & TypeAttributes.Interface) != 0) return "interface";
        var name = type.BaseType.IsNil ? "" : NameOf(reader, type.BaseType);
        if (name == "System.Enum") return "enum";
        if (name == "System.ValueType") return "struct";
        return (type.Attributes & TypeAttributes.Abstract) != 0 ? "abstract" : "class";
    }

    static string FullName(MetadataReader reader, TypeDefinition type)
    {
        var name = reader.GetString(type.Name);
        var outer = type.GetDeclaringType();
        if (!outer.IsNil) return FullName(reader, reader.GetTypeDefinition(outer)) + "+" + name;
        var space = reader.GetString(type.Namespace);
        return space == "" ? name : space + "." + name;
    }

    static string NameOf(MetadataReader reader, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition: return FullName(reader, reader.GetTypeDefinition((TypeDefinitionHandle)handle));
            case HandleKind.TypeReference:
                var type = reader.GetTypeReference((TypeReferenceHandle)handle);
                var name = reader.GetString(type.Name);
                if (type.ResolutionScope.Kind == HandleKind.TypeReference) return NameOf(reader, type.ResolutionScope) + "+" + name;
                var space = reader.GetString(type.Namespace);
                return space == "" ? name : space + "." + name;
            case HandleKind.TypeSpecification:
                var blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                // A generic type's instance: GENERICINST, CLASS or VALUETYPE, the generic type itself.
                if (blob.ReadByte() != 0x15) return "";
                blob.ReadByte();
                return NameOf(reader, blob.ReadTypeHandle());
            default: return "";
        }
    }
}
