namespace Nadaraya;

/// <summary>How a table is written down.</summary>
public enum TableFormat
{
    /// <summary>By the ending of the file: .csv, .tsv, .jsonl or .ndjson, in any case; comma-separated values on standard input.</summary>
    Auto,

    /// <summary>Values between commas, quoted as in RFC 4180, names in the first row.</summary>
    Csv,

    /// <summary>Values between tabs, quoted as in RFC 4180, names in the first row.</summary>
    Tsv,

    /// <summary>One flat JSON object a line.</summary>
    JsonLines,
}
