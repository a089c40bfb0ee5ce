namespace Nadaraya;

/// <summary>What becomes of a query whose level the model has never seen.</summary>
public enum UnseenLevels
{
    /// <summary>It is an error that lists the levels there are.</summary>
    Error,

    /// <summary>It is unlike every level: index −1.</summary>
    Different,
}
