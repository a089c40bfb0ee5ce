namespace Nadaraya.Numerics;

/// <summary>Keys as the loops of local lines read them: up to three columns one after the other, then the target, each of the same length.</summary>
/// <typeparam name="TNumber">The numbers that it holds.</typeparam>
/// <param name="start">The first value of the first column.</param>
/// <param name="stride">From a column to the next.</param>
/// <param name="count">Keys, a multiple of the virtual lanes.</param>
/// <param name="columns">How many columns there are.</param>
/// <param name="query">q, in the unit of the columns.</param>
internal readonly ref struct LineTile<TNumber>(ref TNumber start, nint stride, nint count, int columns, ref TNumber query)
    where TNumber : struct
{
    /// <summary>The first value of the first column.</summary>
    public readonly ref TNumber Start = ref start;

    /// <summary>The first of q.</summary>
    public readonly ref TNumber Query = ref query;

    /// <summary>From a column to the next.</summary>
    public nint Stride { get; } = stride;

    /// <summary>Keys.</summary>
    public nint Count { get; } = count;

    /// <summary>How many columns there are; the target stands behind them.</summary>
    public int Columns { get; } = columns;
}
