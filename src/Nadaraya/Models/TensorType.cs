namespace Nadaraya.Models;

/// <summary>The element types a model file uses, of those the safetensors layout knows.</summary>
internal enum TensorType
{
    /// <summary>8-byte IEEE numbers.</summary>
    F64,

    /// <summary>4-byte IEEE numbers.</summary>
    F32,

    /// <summary>8-byte signed integers.</summary>
    I64,

    /// <summary>4-byte signed integers.</summary>
    I32,

    /// <summary>Bytes.</summary>
    U8,

    /// <summary>Truth values, one byte each, 0 or 1.</summary>
    Bool,
}
