using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>Queries or keys as columns, one array a dimension. Zero dimensions are allowed: then every point is alike.</summary>
/// <remarks>Key columns are padded to whole vectors with copies of the last key; the padding never gets any weight.</remarks>
internal sealed class Points
{
    private readonly Lock ordering = new();
    private bool? ascending;
    private int[]?[]? levels;

    private Points(double[][] columns, int count)
    {
        Columns = columns;
        Count = count;
    }

    /// <summary>Keys of one column from the smallest to the largest, equal ones in their own order; sorted once and kept.</summary>
    public KeyOrder Ascending
    {
        get
        {
            lock (ordering)
            {
                return field ??= Sort();
            }
        }
    }

    /// <summary>One array a dimension, each of at least <see cref="Count"/> values.</summary>
    public double[][] Columns { get; }

    /// <summary>The number of points.</summary>
    public int Count { get; }

    /// <summary>The number of dimensions.</summary>
    public int Dimensions => Columns.Length;

    /// <summary>The largest |x| of any column; computed once.</summary>
    public double Largest => Ranges.Max(r => Math.Max(Math.Abs(r.Low), Math.Abs(r.High)));

    /// <summary>A column of levels as indexes, padding included; made once and kept.</summary>
    public int[] Levels(int column)
    {
        int[]?[] all = levels ??= new int[Columns.Length][];
        return all[column] ??= Array.ConvertAll(Columns[column], level => (int)level); // two threads make the same
    }

    /// <summary>max − min of a column.</summary>
    public double Range(int column) => Ranges[column].High - Ranges[column].Low;

    /// <summary>The middle of a column's range.</summary>
    public double Middle(int column) => (Ranges[column].Low / 2) + (Ranges[column].High / 2);

    /// <summary>The smallest and largest value of a column.</summary>
    public (double Low, double High) Bounds(int column) => Ranges[column];

    /// <summary>The least value of a column.</summary>
    public double Least(int column) => Ranges[column].Low;

    /// <summary>Whether the values of one column ascend already; looked at once.</summary>
    public bool AreAscending
    {
        get
        {
            lock (ordering)
            {
                return ascending ??= Order.IsAscending(Columns[0].AsSpan(0, Count));
            }
        }
    }

    /// <summary>Takes columns as they are, for queries.</summary>
    public static Points Queries(double[][] columns, int count) => new(columns, count);

    /// <summary>One of the queries by itself.</summary>
    public Points Alone(int query) => new([.. Columns.Select(c => new[] { c[query] })], 1);

    /// <summary>Copies columns into whole vectors, for keys.</summary>
    public static Points Keys(double[][] columns, int count) => new([.. columns.Select(c => Pad(c.AsSpan(0, count)))], count);

    /// <summary>Takes columns that are in whole vectors already.</summary>
    public static Points PaddedKeys(double[][] columns, int count) => new(columns, count);

    /// <summary>A column in whole vectors, padded with its last value.</summary>
    public static double[] Pad(ReadOnlySpan<double> values)
    {
        double[] padded = new double[PaddedLength(values.Length)];
        values.CopyTo(padded);
        padded.AsSpan(values.Length).Fill(values[^1]);
        return padded;
    }

    /// <summary>A length that lets a vector be read from any point on.</summary>
    public static int RoomLength(int count) => PaddedLength(count + Vector512<double>.Count);

    /// <summary>The length in whole vectors of eight.</summary>
    public static int PaddedLength(int count) =>
        (count + Vector512<double>.Count - 1) / Vector512<double>.Count * Vector512<double>.Count;

    private (double Low, double High)[] Ranges
    {
        get
        {
            lock (ordering)
            {
                return field ??= [.. Columns.Select(c => Order.Range(c.AsSpan(0, Count)))];
            }
        }
    }

    private KeyOrder Sort()
    {
        double[] column = GC.AllocateUninitializedArray<double>(RoomLength(Count));
        int[] rows = RadixSort.Ascending(Columns[0].AsSpan(0, Count), column.AsSpan(0, Count));
        column.AsSpan(Count).Fill(column[Count - 1]);
        return new(rows, PaddedKeys([column], Count));
    }
}
