namespace Nadaraya;

/// <summary>What a row weight means.</summary>
public enum WeightMeaning
{
    /// <summary>How much a row counts, on any scale; leaving a row out removes all of it.</summary>
    Importance,

    /// <summary>How many identical rows it stands for; leaving a row out removes one of them, and n is the sum of the weights.</summary>
    Frequency,
}

/// <summary>Row weights vᵢ: they multiply the kernel weight of row i everywhere.</summary>
/// <param name="Name">The name of the column they came from.</param>
/// <param name="Values">One weight a row: finite, not negative; whole numbers where they are frequencies.</param>
/// <param name="Meaning">What they mean.</param>
public sealed record RowWeights(string Name, ReadOnlyMemory<double> Values, WeightMeaning Meaning = WeightMeaning.Importance);
