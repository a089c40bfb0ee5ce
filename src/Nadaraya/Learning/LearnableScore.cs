using System.Globalization;

namespace Nadaraya;

/// <summary>What shape of score is learned: how near a key is to a query, with parameters that training moves.</summary>
/// <remarks>
/// <para>Distances, s = −½‖W(q − k)‖²: <see cref="Scale"/>, one w for all continuous features; <see cref="Diagonal"/>, one a feature; <see cref="Full"/>, any
/// linear map (metric learning for kernel regression, Weinberger &amp; Tesauro 2007, with their distance halved); <see cref="LowRank"/>, a map to K directions; <see cref="Deep"/>, W(·) a small
/// network (after Ye et al. 2024). With one of these abs(w) = 1/bandwidth.</para>
/// <para>Others: <see cref="Dot"/>, scaled dot product of rows put on the unit sphere; <see cref="Additive"/>, v'tanh(Aq + Bk + c) (Bahdanau et al. 2014); <see cref="Local"/>, per-feature scales
/// times a scale that varies with the query; <see cref="Heads"/>, several learned distances whose predictions are mixed; <see cref="Own"/>, yours.</para>
/// </remarks>
public sealed record LearnableScore
{
    private const int MostHeads = 64;

    private LearnableScore(string kind, int size = 0, DifferentiableScore? own = null) => (Kind, Size, OwnScore) = (kind, size, own);

    /// <summary>One scale w for all continuous features, in their own units, as in the chapter; λ of discrete features with it.</summary>
    public static LearnableScore Scale { get; } = new("scale");

    /// <summary>One scale a continuous feature, and λ of each discrete one: bandwidths, learned.</summary>
    public static LearnableScore Diagonal { get; } = new("diagonal");

    /// <summary>A full metric over the features' coordinates.</summary>
    public static LearnableScore Full { get; } = new("full");

    /// <summary>Scaled dot product of learned projections.</summary>
    public static LearnableScore Dot { get; } = new("dot");

    /// <summary>Additive attention.</summary>
    public static LearnableScore Additive { get; } = new("additive");

    /// <summary>Per-feature scales times one that varies from query to query.</summary>
    public static LearnableScore Local { get; } = new("local");

    /// <summary>Keys and queries through a small network.</summary>
    public static LearnableScore Deep { get; } = new("deep");

    /// <summary>The word: scale, diagonal, full, low-rank, dot, additive, local, heads, deep, or the name of your own.</summary>
    public string Kind { get; }

    /// <summary>K of low rank, N of heads; 0 for the others.</summary>
    public int Size { get; }

    /// <summary>The name as it is parsed: "low-rank:2", "heads:4".</summary>
    public string Name => Size > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Kind}:{Size}") : Kind;

    /// <summary>Whether the score is a Gaussian distance in mapped features, which the fast engines serve and local lines may stand on.</summary>
    public bool IsDistance => Kind is "scale" or "diagonal" or "full" or "low-rank" or "deep";

    /// <summary>Whether what is learned are bandwidths, one a feature: scale and diagonal. Such a model is like any other.</summary>
    public bool HasBandwidths => Kind is "scale" or "diagonal";

    /// <summary>The names that <see cref="Parse"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["scale", "diagonal", "full", "low-rank:K", "dot", "additive", "local", "heads:N", "deep"];

    /// <summary>Your own score; null for those that are built in.</summary>
    internal DifferentiableScore? OwnScore { get; }

    /// <summary>A map to K directions, the ones along which the target changes.</summary>
    /// <param name="rank">K, at least 1.</param>
    public static LearnableScore LowRank(int rank) => new("low-rank", rank >= 1
        ? rank
        : throw new ArgumentOutOfRangeException(nameof(rank), rank, "A low rank is 1 or more."));

    /// <summary>Several learned distances; the prediction is a convex mixture of theirs, its weights by leave-one-out stacking.</summary>
    /// <param name="count">N, 2 to 64.</param>
    public static LearnableScore Heads(int count) => new("heads", count is >= 2 and <= MostHeads
        ? count
        : throw new ArgumentOutOfRangeException(nameof(count), count, $"The number of heads lies between 2 and {MostHeads}."));

    /// <summary>Your own score.</summary>
    /// <param name="score">The score and its gradient.</param>
    public static LearnableScore Own(DifferentiableScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        string name = score.Name;
        return name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !Names.Any(built => built.Split(':')[0] == name)
            ? new(name, 0, score)
            : throw new ArgumentException($"'{name}' can't be the name of a score of your own: expected letters, digits and hyphens, and none of {string.Join(", ", Names)}.", nameof(score));
    }

    /// <summary>The score of a name: scale, diagonal, full, low-rank:K, dot, additive, local, heads:N or deep.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">No such score, or K or N missing.</exception>
    public static LearnableScore Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split(':');
        int size = 0;
        bool sized = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out size);
        return (parts[0], parts.Length) switch
        {
            ("scale", 1) => Scale,
            ("diagonal", 1) => Diagonal,
            ("full", 1) => Full,
            ("dot", 1) => Dot,
            ("additive", 1) => Additive,
            ("local", 1) => Local,
            ("deep", 1) => Deep,
            ("low-rank", 2) when sized && size >= 1 => LowRank(size),
            ("heads", 2) when sized && size is >= 2 and <= MostHeads => Heads(size),
            ("low-rank", _) => throw new ArgumentException($"'{name}' says no rank: expected low-rank:K with K from 1, such as low-rank:2.", nameof(name)),
            ("heads", _) => throw new ArgumentException($"'{name}' says no number of heads: expected heads:N with N from 2 to {MostHeads}, such as heads:4.", nameof(name)),
            _ => throw new ArgumentException($"'{name}' is no score to learn: expected one of {string.Join(", ", Names)}.", nameof(name)),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
