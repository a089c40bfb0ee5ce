namespace Nadaraya;

/// <summary>How results are written.</summary>
public enum OutputFormat
{
    /// <summary>Comma-separated values as in RFC 4180: UTF-8, LF, names in the first row, nothing for an absent value.</summary>
    Csv,

    /// <summary>An array of flat JSON objects, one a line, null for an absent value.</summary>
    Json,
}
