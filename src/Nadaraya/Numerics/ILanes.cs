namespace Nadaraya.Numerics;

/// <summary>What a loop needs of a vector of doubles: written once over this, compiled for each width of register.</summary>
/// <remarks>
/// Sums run in eight virtual lanes: one vector of eight, or two of four side by side. Every operation is the same in every lane, so results have the same
/// bits at either width. Methods on the bare vector type, because the compiler keeps those in registers.
/// </remarks>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Whether a vector is half of the virtual lanes.</summary>
    static abstract bool Half { get; }

    /// <summary>The number of doubles in a vector.</summary>
    static abstract int Count { get; }

    /// <summary>Reads a vector.</summary>
    static abstract TVector Load(ref double from, nint at);

    /// <summary>Writes a vector.</summary>
    static abstract void Store(TVector value, ref double to, nint at);

    /// <summary>The same number in every lane.</summary>
    static abstract TVector Create(double value);

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
