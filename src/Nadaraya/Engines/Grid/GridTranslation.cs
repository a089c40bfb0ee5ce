using System.Buffers;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Moments of cells to local polynomials of other cells, axis by axis, the last axis first.</summary>
/// <remarks>
/// A node is a cell, or a row or sheet of cells whose last axes have been carried to one target's coordinates: for each column a tensor of P^d numbers, and the
/// sums from which the proof is made. What a node is depends on the sources and its coordinates alone, so a target's polynomial is the same whichever others are
/// wanted. Nodes are in the order of their coordinates. The sums are those of <see cref="GridProof"/>.
/// </remarks>
internal sealed class GridTranslation
{
    private readonly GridLayout layout;
    private readonly AxisTranslation[] axes;
    private readonly int columns;
    private readonly int terms;
    private readonly int size;

    /// <param name="layout">The grid.</param>
    /// <param name="columns">How many columns are summed.</param>
    /// <param name="terms">P.</param>
    /// <param name="squared">Whether the kernel is the square of the Gaussian.</param>
    public GridTranslation(GridLayout layout, int columns, int terms, bool squared)
    {
        (this.layout, this.columns, this.terms) = (layout, columns, terms);
        size = layout.Dimensions == 2 ? terms * terms : terms * terms * terms;
        Proof = new(layout, squared);
        Stride = columns * (size + Proof.Length);
        axes = [.. layout.Widths.Select((width, j) => new AxisTranslation(width, terms, layout.Reach[j], squared))];
        Beyond = axes.Max(a => a.Beyond);
    }

    /// <summary>How the sums of the proof are carried.</summary>
    public GridProof Proof { get; }

    /// <summary>P^d.</summary>
    public int Size => size;

    /// <summary>P.</summary>
    public int Terms => terms;

    /// <summary>The length of a node.</summary>
    public int Stride { get; }

    /// <summary>The largest weight between cells that are out of reach of one another.</summary>
    public double Beyond { get; }

    /// <summary>Fills the nodes of targets.</summary>
    /// <param name="cells">The sources' numbers in order.</param>
    /// <param name="sources">Their nodes.</param>
    /// <param name="count">Their number.</param>
    /// <param name="targets">The targets.</param>
    /// <param name="nodes">Their nodes, by slot.</param>
    /// <param name="run">Threads and cancellation.</param>
    public void Fill(ulong[] cells, double[] sources, int count, GridTargets targets, double[] nodes, Run run)
    {
        int last = layout.Dimensions - 1;
        List<(int From, int To)> slices = [.. Slices(targets.Ordered, 0, targets.Count, last)];
        run.For(slices.Count, k =>
        {
            (int from, int to) = slices[k];
            Carry(cells, sources, count, last, targets.Ordered, from, to, targets.Places, nodes);
        });
    }

    /// <summary>Runs of targets with the same coordinate along an axis.</summary>
    private IEnumerable<(int From, int To)> Slices(ulong[] targets, int from, int to, int axis)
    {
        for (int k = from; k < to;)
        {
            int first = k;
            while (k < to && layout.Coordinate(targets[k], axis) == layout.Coordinate(targets[first], axis))
            {
                k++;
            }

            yield return (first, k);
        }
    }

    /// <summary>Carries an axis to the one coordinate that some targets share, then the axes before it.</summary>
    private void Carry(ulong[] at, double[] data, int count, int axis, ulong[] targets, int from, int to, int[] places, double[] nodes)
    {
        int shift = layout.Shift(axis - 1) - layout.Shift(axis);
        long coordinate = layout.Coordinate(targets[from], axis);
        long reach = layout.Reach[axis];
        (ulong low, ulong high) = ((ulong)Math.Max(coordinate - reach, 0), (ulong)(coordinate + reach));
        List<(int Start, int End)> lines = Lines(at, count, axis, targets, from, to, low, high);
        ulong[] nextAt = new ulong[lines.Count];
        double[] next = ArrayPool<double>.Shared.Rent(Math.Max(lines.Count * Stride, 1));
        for (int k = 0; k < lines.Count; k++)
        {
            (int start, int end) = lines[k];
            nextAt[k] = at[start] >> shift;
            Span<double> node = next.AsSpan(k * Stride, Stride);
            node.Clear();
            for (int i = start; i < end; i++)
            {
                long offset = coordinate - (long)(at[i] & ((1UL << shift) - 1));
                Add(data.AsSpan(i * Stride, Stride), axis, (int)offset, node);
            }
        }

        if (axis == 1)
        {
            for (int k = from; k < to; k++)
            {
                Finish(nextAt, next, targets[k], nodes.AsSpan(places[k] * Stride, Stride));
            }
        }
        else
        {
            foreach ((int first, int end) in Slices(targets, from, to, axis - 1))
            {
                Carry(nextAt, next, nextAt.Length, axis - 1, targets, first, end, places, nodes);
            }
        }

        ArrayPool<double>.Shared.Return(next);
    }

    /// <summary>The first axis, for one target.</summary>
    private void Finish(ulong[] at, double[] data, ulong target, Span<double> node)
    {
        long coordinate = layout.Coordinate(target, 0);
        long reach = layout.Reach[0];
        node.Clear();
        for (int i = FirstNotUnder(at, (ulong)Math.Max(coordinate - reach, 0), 0, at.Length); i < at.Length && (long)at[i] <= coordinate + reach; i++)
        {
            Add(data.AsSpan(i * Stride, Stride), 0, (int)(coordinate - (long)at[i]), node);
        }
    }

    /// <summary>Lines of nodes along an axis that some targets need, each from its first to its last node within reach.</summary>
    private List<(int Start, int End)> Lines(ulong[] at, int count, int axis, ulong[] targets, int from, int to, ulong low, ulong high)
    {
        int shift = layout.Shift(axis - 1) - layout.Shift(axis);
        int toFirst = layout.Shift(0) - layout.Shift(axis);
        long reach = layout.Reach[0];
        long[] firsts = [.. targets.AsSpan(from, to - from).ToArray().Select(t => layout.Coordinate(t, 0)).Distinct().Order()];
        (long least, long most) = (0, long.MaxValue);
        if (axis == 2)
        {
            // Targets are in the order of their second coordinate here.
            (least, most) = (layout.Coordinate(targets[from], 1) - layout.Reach[1], layout.Coordinate(targets[to - 1], 1) + layout.Reach[1]);
        }

        List<(int Start, int End)> lines = [];
        int wanted = 0;
        for (int i = 0; i < count;)
        {
            long c = (long)(at[i] >> toFirst);
            while (wanted < firsts.Length && firsts[wanted] + reach < c)
            {
                wanted++;
            }

            if (wanted == firsts.Length)
            {
                break;
            }

            if (c < firsts[wanted] - reach)
            {
                i = FirstNotUnder(at, (ulong)(firsts[wanted] - reach) << toFirst, i, count);
                continue;
            }

            ulong line = at[i] >> shift;
            int end = FirstNotUnder(at, (line + 1) << shift, i, count);
            long second = axis == 2 ? (long)(line & ((1UL << (layout.Shift(0) - layout.Shift(1))) - 1)) : 0;
            if (second >= least && second <= most)
            {
                int start = FirstNotUnder(at, (line << shift) | low, i, end);
                int stop = FirstNotUnder(at, ((line << shift) | high) + 1, start, end);
                if (start < stop)
                {
                    lines.Add((start, stop));
                }
            }

            i = end;
        }

        return lines;
    }

    /// <summary>to += what a node adds along an axis over an offset.</summary>
    private void Add(ReadOnlySpan<double> from, int axis, int offset, Span<double> to)
    {
        AxisTranslation along = axes[axis];
        ReadOnlySpan<double> matrix = along.Matrix(offset);
        int last = layout.Dimensions - 1;
        for (int b = 0; b < columns; b++)
        {
            ReadOnlySpan<double> tensor = from.Slice(b * size, size);
            Span<double> sum = to.Slice(b * size, size);
            if (axis == last)
            {
                SmallProducts.MultiplyAdd(tensor, terms, 1, matrix, sum, size / terms, terms, terms);
                continue;
            }

            int inner = axis == last - 1 ? terms : terms * terms;
            for (int at = 0; at < size; at += inner * terms)
            {
                SmallProducts.MultiplyAdd(matrix, 1, terms, tensor[at..], sum[at..], terms, inner, terms);
            }
        }

        ReadOnlySpan<double> proofs = from[(columns * size)..];
        Span<double> added = to[(columns * size)..];
        for (int b = 0; b < columns; b++)
        {
            Proof.Add(proofs.Slice(b * Proof.Length, Proof.Length), axis, offset, along.Truncation(offset), along.Absolute(offset), added.Slice(b * Proof.Length, Proof.Length));
        }
    }

    private static int FirstNotUnder(ulong[] at, ulong value, int from, int to)
    {
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            if (at[middle] < value)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }
}
