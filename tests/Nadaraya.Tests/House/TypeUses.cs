using System.Reflection;
using System.Reflection.Emit;

namespace Nadaraya.Tests;

/// <summary>Which types of its own assembly a type uses: in its signatures, its fields and the code of its methods.</summary>
/// <remarks>Nested types, those that the compiler makes among them, count as part of the outermost one. Constants leave no trace.</remarks>
internal static class TypeUses
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!)
        .ToDictionary(c => c.Value);

    /// <summary>Every pair of a type and another one that it uses.</summary>
    public static IEnumerable<(Type From, Type To)> In(Assembly assembly)
    {
        HashSet<(Type, Type)> pairs = [];
        foreach (Type type in assembly.GetTypes())
        {
            foreach (Type used in Of(type).SelectMany(Parts).Where(t => t.Assembly == assembly))
            {
                if (Outermost(used) != Outermost(type))
                {
                    _ = pairs.Add((Outermost(type), Outermost(used)));
                }
            }
        }

        return pairs;
    }

    private static IEnumerable<Type> Of(Type type)
    {
        IEnumerable<Type> shape = type.GetInterfaces()
            .Concat(type.GetFields(Own).Select(f => f.FieldType))
            .Concat(type.IsGenericTypeDefinition ? type.GetGenericArguments().SelectMany(a => a.GetGenericParameterConstraints()) : []);
        if (type.BaseType is Type parent)
        {
            shape = shape.Append(parent);
        }

        return shape.Concat(type.GetMethods(Own).Cast<MethodBase>().Concat(type.GetConstructors(Own)).SelectMany(Of));
    }

    private static IEnumerable<Type> Of(MethodBase method)
    {
        foreach (Type type in Signature(method))
        {
            yield return type;
        }

        if (method.GetMethodBody() is not MethodBody body)
        {
            yield break;
        }

        foreach (LocalVariableInfo local in body.LocalVariables)
        {
            yield return local.LocalType;
        }

        foreach (MemberInfo member in Members(method, body.GetILAsByteArray()!))
        {
            foreach (Type type in Of(member))
            {
                yield return type;
            }
        }
    }

    private static IEnumerable<Type> Of(MemberInfo member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType!, field.FieldType],
        MethodBase method => [method.DeclaringType!, .. Signature(method), .. method.IsGenericMethod ? method.GetGenericArguments() : []],
        _ => [],
    };

    private static IEnumerable<Type> Signature(MethodBase method) =>
        [.. method.GetParameters().Select(p => p.ParameterType), method is MethodInfo info ? info.ReturnType : typeof(void)];

    private static IEnumerable<MemberInfo> Members(MethodBase method, byte[] code)
    {
        Type[]? ofType = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
            {
                value = (short)((value << 8) | code[at++]);
            }

            OpCode operation = Codes[value];
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod)!;
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsConstructedGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static Type Outermost(Type type) => type.DeclaringType is Type outer ? Outermost(outer) : type;
}
