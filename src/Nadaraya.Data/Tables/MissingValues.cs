namespace Nadaraya;

/// <summary>What to do with a row that lacks a value in a column that is used.</summary>
public enum MissingValues
{
    /// <summary>Refuse it, naming the cell.</summary>
    Error,

    /// <summary>Leave the row out and count it; the other rows keep their row numbers.</summary>
    Drop,
}
