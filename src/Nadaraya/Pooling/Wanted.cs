namespace Nadaraya.Pooling;

/// <summary>What a caller wants to know of a query beside its sums; what nobody asked for is not computed.</summary>
[Flags]
internal enum Wanted
{
    /// <summary>The sums alone.</summary>
    Sums = 0,

    /// <summary>Σ w², for effective sample sizes and hat matrices.</summary>
    Squares = 1,

    /// <summary>How near the nearest row is, for the verdict on support.</summary>
    Nearest = 2,
}
