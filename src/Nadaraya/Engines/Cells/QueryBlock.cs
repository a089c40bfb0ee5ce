using System.Buffers;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>A block of queries put cell by cell, so that those of one cell are answered together.</summary>
internal sealed class QueryBlock : IDisposable
{
    private readonly Buckets? buckets;
    private readonly double[] moved;
    private readonly int[] numbers;
    private readonly int[] places;
    private double[] source = [];
    private int[]? sourceRows;
    private int from;
    private bool inPlace;

    /// <param name="state">The cells.</param>
    /// <param name="room">The most queries of a block.</param>
    /// <param name="ordered">Whether queries of one cell must ascend as well.</param>
    public QueryBlock(CellState state, int room, bool ordered)
    {
        buckets = state.Span > 0 && !ordered ? new(state.Grid.Pitch, state.Grid.Reciprocal, state.First, state.Span) : null;
        moved = ArrayPool<double>.Shared.Rent(room);
        numbers = ArrayPool<int>.Shared.Rent(room);
        places = ArrayPool<int>.Shared.Rent(room);
    }

    /// <summary>The queries, cell by cell.</summary>
    public ReadOnlySpan<double> Queries => inPlace ? source.AsSpan(from, Count) : moved.AsSpan(0, Count);

    /// <summary>The number of queries.</summary>
    public int Count { get; private set; }

    /// <summary>Where the first query's sums go, the others' following; −1 where each has its own place.</summary>
    public int Base => inPlace && sourceRows is null ? from : -1;

    /// <summary>Where each query's sums go; empty where they follow one another.</summary>
    public ReadOnlySpan<int> Rows => !inPlace ? numbers.AsSpan(0, Count) : sourceRows is null ? [] : sourceRows.AsSpan(from, Count);

    /// <summary>Takes queries from … to − 1.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="rows">Where each one's sums go; null for its own place. Only for queries that are known to ascend.</param>
    /// <param name="ascend">Whether they are known to ascend.</param>
    /// <param name="from">The first.</param>
    /// <param name="to">The end.</param>
    public void Take(double[] queries, int[]? rows, bool ascend, int from, int to)
    {
        (source, sourceRows, this.from, Count) = (queries, rows, from, to - from);
        ReadOnlySpan<double> q = queries.AsSpan(from, Count);
        inPlace = ascend || Order.IsAscending(q);
        if (inPlace)
        {
            return;
        }

        if (buckets is null)
        {
            RadixSort.Ascending(q, moved.AsSpan(0, Count)).CopyTo(numbers, 0);
            foreach (ref int number in numbers.AsSpan(0, Count))
            {
                number += from;
            }

            return;
        }

        Span<int> place = places.AsSpan(0, Count);
        buckets.Place(q, place);
        Buckets.Move(q, place, moved);
        Buckets.Number(from, place, numbers);

        // Beyond all keys cells are not told apart: in order, those of one cell stand together all the same.
        moved.AsSpan(0, buckets.Below).Sort(numbers.AsSpan(0, buckets.Below));
        moved.AsSpan(buckets.Above..Count).Sort(numbers.AsSpan(buckets.Above..Count));
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(moved);
        ArrayPool<int>.Shared.Return(numbers);
        ArrayPool<int>.Shared.Return(places);
    }
}
