namespace Nadaraya;

/// <summary>A training put down: arrays by name, from which it goes on to the same bits.</summary>
internal sealed class TrainingState
{
    private readonly Dictionary<string, double[]> arrays;

    /// <summary>Nothing yet.</summary>
    public TrainingState() => arrays = new(StringComparer.Ordinal);

    /// <summary>Arrays that were put down.</summary>
    /// <param name="arrays">By name.</param>
    public TrainingState(IReadOnlyDictionary<string, double[]> arrays) => this.arrays = new(arrays, StringComparer.Ordinal);

    /// <summary>The arrays.</summary>
    public IReadOnlyDictionary<string, double[]> Arrays => arrays;

    /// <summary>Puts an array down; a copy, since training goes on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values.</param>
    public void Put(string name, params ReadOnlySpan<double> values) => arrays[name] = values.ToArray();

    /// <summary>Takes an array up.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">Its length; −1 for any.</param>
    /// <exception cref="FormatException">There is none of that length.</exception>
    public double[] Take(string name, int length = -1) => arrays.TryGetValue(name, out double[]? values) && (length < 0 || values.Length == length)
        ? [.. values]
        : throw new FormatException($"no array '{name}'{(length < 0 ? string.Empty : $" of {length}")}");

    /// <summary>Takes a whole number up.</summary>
    /// <param name="name">Its name.</param>
    public int Number(string name) => (int)Take(name, 1)[0];
}
