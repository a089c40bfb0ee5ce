namespace Nadaraya.Data;

/// <summary>Why a text is not taken as a number.</summary>
internal enum NumberFault : byte
{
    None,

    /// <summary>It does not follow the grammar.</summary>
    NotANumber,

    /// <summary>It would follow the grammar with a decimal comma.</summary>
    DecimalComma,

    /// <summary>It has a decimal point where a decimal comma was announced.</summary>
    DecimalPoint,

    /// <summary>Not zero, but it rounds to zero.</summary>
    Underflow,

    /// <summary>Beyond the largest double.</summary>
    Overflow,

    /// <summary>A whole number above 2⁵³ that is no double.</summary>
    Inexact,

    /// <summary>Text by the rules of its format, such as a JSON string.</summary>
    Text,

    /// <summary>No value at all.</summary>
    Missing,
}
