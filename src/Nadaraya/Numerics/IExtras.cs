namespace Nadaraya.Numerics;

/// <summary>What a fused loop does beside its two sums; each combination is compiled by itself.</summary>
internal interface IExtras
{
    /// <summary>Whether a query may have a key without weight in the tile.</summary>
    static abstract bool Left { get; }

    /// <summary>Whether Σ w² and the largest w are wanted.</summary>
    static abstract bool Beside { get; }
}
