namespace Nadaraya.Numerics;

/// <summary>What a loop needs of a vector: written once over this, compiled for each kind of number and width of register.</summary>
/// <remarks>
/// Sums run in virtual lanes, eight of doubles or sixteen of singles: one vector, or two of half as many side by side. Every operation is the same in every lane, so
/// results have the same bits at either width. Methods on the bare vector type, because the compiler keeps those in registers.
/// </remarks>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TNumber">Its numbers.</typeparam>
internal interface ILanes<TVector, TNumber>
    where TVector : struct
    where TNumber : struct
{
    /// <summary>The constants of <see cref="BinaryDecay"/> in these numbers.</summary>
    static abstract ref TNumber Decay { get; }

    /// <summary>The degree of its polynomial.</summary>
    static abstract int Degree { get; }

    /// <summary>The number of virtual lanes.</summary>
    static abstract int Lanes { get; }

    /// <summary>Whether a vector is half of the virtual lanes.</summary>
    static abstract bool Half { get; }

    /// <summary>The number of numbers in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Reads a vector.</summary>
    static abstract TVector Load(ref TNumber from, nint at);

    /// <summary>Writes a vector.</summary>
    static abstract void Store(TVector value, ref TNumber to, nint at);

    /// <summary>The same number in every lane.</summary>
    static abstract TVector Create(TNumber value);

    /// <summary>a + b.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary>a − b.</summary>
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a·b.</summary>
    static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The smaller, for numbers that are not NaN.</summary>
    static abstract TVector Min(TVector a, TVector b);

    /// <summary>The larger, for numbers that are not NaN.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>a where s ≤ limit, 0 where not, whatever a is there.</summary>
    static abstract TVector UpTo(TVector a, TVector s, TVector limit);

    /// <summary>a·2ᵏ for the k that stands in the low bits of t.</summary>
    static abstract TVector Scale(TVector a, TVector t);
}
