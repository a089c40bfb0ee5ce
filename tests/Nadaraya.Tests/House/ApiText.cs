using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Nadaraya.Tests;

/// <summary>The public interface of a library as text: one line a type or member, sorted, the same on every machine.</summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(string)] = "string",
        [typeof(object)] = "object",
    };

    /// <summary>All lines, each ended by a line feed.</summary>
    public static string Of(Assembly library)
    {
        StringBuilder text = new();
        foreach (Type type in library.GetExportedTypes().OrderBy(t => t.FullName, StringComparer.Ordinal))
        {
            _ = text.Append(Head(type)).Append('\n');
            foreach (string line in type.GetMembers(Declared).Select(Line).OfType<string>().Distinct().Order(StringComparer.Ordinal))
            {
                _ = text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Head(Type type)
    {
        bool isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        string noun = isRecord ? "record" : "class";
        string kind = type.IsInterface ? "interface"
            : type.IsEnum ? "enum"
            : typeof(Delegate).IsAssignableFrom(type) ? "delegate"
            : type.IsValueType ? isRecord ? "record struct" : "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? $"abstract {noun}"
            : type.IsSealed ? $"sealed {noun}" : noun;
        IEnumerable<Type> inherited = type.GetInterfaces()
            .Where(i => i.IsPublic && (type.BaseType is null || !i.IsAssignableFrom(type.BaseType)))
            .Where(i => !isRecord || !i.IsGenericType || i.GetGenericTypeDefinition() != typeof(IEquatable<>))
            .Concat(type.BaseType is Type parent && parent != typeof(object) && !type.IsValueType ? [parent] : []);
        string[] names = [.. inherited.Select(i => Name(i)).Order(StringComparer.Ordinal)];
        return $"{kind} {Name(type)}{(names.Length > 0 && !type.IsEnum ? " : " + string.Join(", ", names) : string.Empty)}";
    }

    /// <summary>A member's line; null for what nobody outside sees and for what the compiler adds to a record.</summary>
    private static string? Line(MemberInfo member) => member switch
    {
        _ when typeof(Delegate).IsAssignableFrom(member.DeclaringType) && member.Name != "Invoke" => null,
        MethodBase made when made.IsDefined(typeof(CompilerGeneratedAttribute), false) => null,
        PropertyInfo { Name: "EqualityContract" } => null,
        FieldInfo field when IsOpen(field) && !field.IsSpecialName => Field(field),
        PropertyInfo property when Accessors(property).Length > 0 => Property(property),
        ConstructorInfo constructor when IsOpen(constructor) => $"{Access(constructor)}new({Parameters(constructor)})",
        MethodInfo method when IsOpen(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
            && !method.Name.Contains('<', StringComparison.Ordinal) => Method(method),
        _ => null,
    };

    private static string Field(FieldInfo field) => field.DeclaringType!.IsEnum
        ? string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)}")
        : $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : string.Empty)}{Name(field.FieldType)} {field.Name}";

    private static string Property(PropertyInfo property)
    {
        MethodInfo any = property.GetAccessors(true)[0];
        string index = property.GetIndexParameters().Length > 0 ? $"[{Parameters(property.GetIndexParameters())}]" : string.Empty;
        string type = Name(property.PropertyType, new NullabilityInfoContext().Create(property));
        return $"{Modifiers(any)}{type} {property.Name}{index} {{ {string.Join(' ', Accessors(property))} }}";
    }

    private static string[] Accessors(PropertyInfo property)
    {
        List<string> words = [];
        if (property.GetMethod is MethodInfo get && IsOpen(get))
        {
            words.Add(Access(get) + "get;");
        }

        if (property.SetMethod is MethodInfo set && IsOpen(set))
        {
            bool init = set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit");
            words.Add(Access(set) + (init ? "init;" : "set;"));
        }

        return [.. words];
    }

    private static string Method(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : string.Empty;
        string type = Name(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter));
        return $"{Modifiers(method)}{type} {method.Name}{generic}({Parameters(method)})";
    }

    /// <summary>A member of an interface that has a body of its own is virtual: whoever implements it may leave it out.</summary>
    private static string Modifiers(MethodBase method) => Access(method) + (
        method.IsStatic ? "static "
        : method.DeclaringType!.IsInterface ? method.IsAbstract ? string.Empty : "virtual "
        : method.IsAbstract ? "abstract "
        : method.IsVirtual && !method.IsFinal && (method.Attributes & MethodAttributes.NewSlot) != 0 ? "virtual " : string.Empty);

    private static string Access(MethodBase method) => method.IsPublic ? string.Empty : "protected ";

    private static bool IsOpen(MethodBase method) =>
        method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    private static bool IsOpen(FieldInfo field) =>
        field.IsPublic || ((field.IsFamily || field.IsFamilyOrAssembly) && !field.DeclaringType!.IsSealed);

    private static string Parameters(MethodBase method) => Parameters(method.GetParameters());

    private static string Parameters(ParameterInfo[] parameters) => string.Join(", ", parameters.Select(p =>
    {
        string way = p.IsOut ? "out " : p.IsIn ? "in " : p.ParameterType.IsByRef ? "ref " : string.Empty;
        string many = p.GetCustomAttributesData().Any(a => a.AttributeType.Name is "ParamArrayAttribute" or "ParamCollectionAttribute") ? "params " : string.Empty;
        return $"{many}{way}{Name(p.ParameterType, new NullabilityInfoContext().Create(p))} {p.Name}{(p.HasDefaultValue ? " = " + Default(p.DefaultValue) : string.Empty)}";
    }));

    private static string Default(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!, nullability);
        }

        if (Nullable.GetUnderlyingType(type) is Type value)
        {
            return Name(value) + "?";
        }

        string mark = !type.IsValueType && nullability?.ReadState == NullabilityState.Nullable ? "?" : string.Empty;
        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!, nullability?.ElementType)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        string plain = type.DeclaringType is Type outer && !type.IsGenericParameter ? $"{Name(outer)}.{type.Name}" : type.Name;
        string name = Words.GetValueOrDefault(type) ?? plain.Split('`')[0];
        Type[] arguments = type.IsGenericType ? type.GetGenericArguments() : [];
        string generic = arguments.Length == 0 ? string.Empty
            : $"<{string.Join(", ", arguments.Select((a, i) => Name(a, nullability?.GenericTypeArguments.ElementAtOrDefault(i))))}>";
        return name + generic + mark;
    }
}
