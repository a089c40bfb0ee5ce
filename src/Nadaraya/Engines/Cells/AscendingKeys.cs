using System.Runtime.CompilerServices;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys in ascending order with what is summed over them: c₀ = v and c_t = v·(y_t − ȳ_t), and v² for Σw².</summary>
internal sealed class AscendingKeys
{
    private const int Few = 32; // keys that are looked at one after another, eight at a time, before steps double

    /// <summary>What was put in order for a payload: a search asks for the same rows at many bandwidths.</summary>
    private static readonly ConditionalWeakTable<Payload, AscendingKeys> Kept = [];
    private readonly KeyOrder order;
    private readonly double[]? weights;
    private readonly double[]? counts;

    private AscendingKeys(PoolingRequest request)
    {
        order = request.Keys.Ascending;
        weights = request.Score.RowWeights;
        counts = request.Score.InverseCounts;
        Rows = order.Rows;
        Keys = order.Keys.Columns[0];
        Count = request.Keys.Count;
        double[][] targets = request.Payload.InOrder(order);
        Columns = [[], .. targets];
        Squares = [];
        if (weights is not null)
        {
            double[] v = Payload.Permute(weights, Rows);
            Columns = [v, .. targets.Select(c => Product(c, v))];
            Squares = Product(v, v);
            if (request.Score.InverseCounts is double[] each)
            {
                Squares = Product(Squares, Payload.Permute(each, Rows));
            }
        }

        Totals = [.. Columns.Select(AbsoluteTotal)];
    }

    /// <summary>The keys, readable eight beyond their end.</summary>
    public double[] Keys { get; }

    /// <summary>The number of keys.</summary>
    public int Count { get; }

    /// <summary>The row that each key is.</summary>
    public int[] Rows { get; }

    /// <summary>c_b, readable eight beyond their end; an empty one stands for ones.</summary>
    public double[][] Columns { get; }

    /// <summary>v², or v²/count of frequencies; empty for ones.</summary>
    public double[] Squares { get; }

    /// <summary>Σ|c_b| over all keys.</summary>
    public double[] Totals { get; }

    /// <summary>Σ v² or Σ v²/count.</summary>
    public double SquareTotal => AbsoluteTotal(Squares);

    /// <summary>The keys of a request in order; kept with its payload, so that the next bandwidth finds them.</summary>
    public static AscendingKeys Of(PoolingRequest request)
    {
        if (!Kept.TryGetValue(request.Payload, out AscendingKeys? keys)
            || keys.order != request.Keys.Ascending || keys.weights != request.Score.RowWeights || keys.counts != request.Score.InverseCounts)
        {
            keys = new(request);
            Kept.AddOrUpdate(request.Payload, keys);
        }

        return keys;
    }

    /// <summary>c_b of a key.</summary>
    public double Value(int column, int key) => Columns[column].Length == 0 ? 1 : Columns[column][key];

    /// <summary>The first key that is not under a value.</summary>
    public int FirstNotUnder(double value) => Search(value, 0, Count);

    /// <summary>The first key that is not under a value, looked for around a key: among the next few, then by steps that double.</summary>
    public int FirstNotUnder(double value, int near)
    {
        if (near == 0 || Keys[near - 1] < value)
        {
            for (int end = Math.Min(near + Few, Count); near < end; near += 8)
            {
                int under = Order.UnderOfEight(Keys, near, value);
                if (under < 8)
                {
                    return near + under;
                }
            }

            near = Math.Min(near, Count);
        }

        int step = 1;
        int low = near;
        int high = near;
        while (low > 0 && Keys[low - 1] >= value)
        {
            high = low;
            low = Math.Max(low - step, 0);
            step *= 2;
        }

        while (high < Count && Keys[high] < value)
        {
            low = high + 1;
            high = Math.Min(high + step, Count);
            step *= 2;
        }

        return Search(value, Math.Min(low, high), high);
    }

    /// <summary>The place of a row whose key is known; equal keys stand in the order of their rows.</summary>
    /// <param name="row">The row.</param>
    /// <param name="key">Its key.</param>
    /// <param name="first">The first key that is not under it.</param>
    public int PlaceOf(int row, double key, int first) =>
        Rows[first] == row ? first : Array.BinarySearch(Rows, first, FirstNotUnder(Math.BitIncrement(key), first) - first, row);

    /// <summary>The key nearest to a query, one aside; −1 where there is none.</summary>
    /// <param name="query">The query.</param>
    /// <param name="skip">The one aside; −1 for none.</param>
    /// <param name="first">The first key that is not under the query; the last where all are.</param>
    public int Nearest(double query, int skip, int first)
    {
        int at = Keys[first] < query ? first + 1 : first;
        int right = at == skip ? at + 1 : at;
        int left = at - 1 == skip ? at - 2 : at - 1;
        return right >= Count ? left : left < 0 ? right : query - Keys[left] <= Keys[right] - query ? left : right;
    }

    private static double[] Product(double[] a, double[] b)
    {
        double[] product = new double[b.Length];
        for (int i = 0; i < product.Length; i++)
        {
            product[i] = a[i] * b[i];
        }

        return product;
    }

    private double AbsoluteTotal(double[] column)
    {
        double total = 0;
        foreach (double c in column.AsSpan(0, Math.Min(Count, column.Length)))
        {
            total += Math.Abs(c);
        }

        return column.Length > 0 ? total : Count;
    }

    private int Search(double value, int low, int high)
    {
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Keys[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
