namespace Nadaraya.Models;

/// <summary>Names and sizes of element types.</summary>
internal static class TensorTypes
{
    /// <summary>The type that stores a C# type.</summary>
    public static TensorType Of<T>()
        where T : unmanaged =>
        typeof(T) == typeof(double) ? TensorType.F64
        : typeof(T) == typeof(float) ? TensorType.F32
        : typeof(T) == typeof(long) ? TensorType.I64
        : typeof(T) == typeof(int) ? TensorType.I32
        : typeof(T) == typeof(byte) ? TensorType.U8
        : typeof(T) == typeof(bool) ? TensorType.Bool
        : throw new NotSupportedException($"{typeof(T)} has no place in a model file.");

    /// <summary>Bytes per element.</summary>
    public static int Size(this TensorType type) => type switch
    {
        TensorType.F64 or TensorType.I64 => 8,
        TensorType.F32 or TensorType.I32 => 4,
        _ => 1,
    };

    /// <summary>The name in the header.</summary>
    public static string Text(this TensorType type) => type switch
    {
        TensorType.F64 => "F64",
        TensorType.F32 => "F32",
        TensorType.I64 => "I64",
        TensorType.I32 => "I32",
        TensorType.U8 => "U8",
        _ => "BOOL",
    };

    /// <summary>The type of a name, or null where a model file has no such type.</summary>
    public static TensorType? Parse(string text) => text switch
    {
        "F64" => TensorType.F64,
        "F32" => TensorType.F32,
        "I64" => TensorType.I64,
        "I32" => TensorType.I32,
        "U8" => TensorType.U8,
        "BOOL" => TensorType.Bool,
        _ => null,
    };
}
