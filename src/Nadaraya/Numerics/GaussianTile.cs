namespace Nadaraya.Numerics;

/// <summary>A tile of keys as the Gaussian loops read it: columns one after the other, each of the same length, then row weights where there are any, then targets.</summary>
/// <typeparam name="TNumber">The numbers that it holds.</typeparam>
/// <param name="start">The first value of the first column.</param>
/// <param name="length">Keys of the tile, padding included; a multiple of 32.</param>
/// <param name="dimensions">The number of columns.</param>
/// <param name="targets">The number of targets, at least one.</param>
/// <param name="scales">κ of each column: w = 2^(−Σ((q − x)·κ)²). Not read where keys and queries are scaled already.</param>
internal readonly ref struct GaussianTile<TNumber>(ref TNumber start, nint length, int dimensions, int targets, ref TNumber scales)
    where TNumber : struct
{
    /// <summary>The first value of the first column.</summary>
    public readonly ref TNumber Start = ref start;

    /// <summary>The first κ.</summary>
    public readonly ref TNumber Scales = ref scales;

    /// <summary>Keys of the tile.</summary>
    public nint Length { get; } = length;

    /// <summary>The number of columns.</summary>
    public int Dimensions { get; } = dimensions;

    /// <summary>The number of targets.</summary>
    public int Targets { get; } = targets;
}
