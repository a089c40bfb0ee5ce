namespace Nadaraya.Data;

/// <summary>A column that is taken from a table, and how.</summary>
/// <param name="Index">Its index.</param>
/// <param name="Repair">What a user may do where a cell is no number.</param>
internal sealed record UsedColumn(int Index, string Repair = "mend it")
{
    /// <summary>How its texts become indexes; null where they are numbers.</summary>
    public LevelReader? Levels { get; init; }
}
