using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys in ascending order with what is summed over them: c₀ = v and c_t = v·(y_t − ȳ_t), and v² for Σw².</summary>
internal sealed class AscendingKeys
{
    public AscendingKeys(PoolingRequest request)
    {
        KeyOrder order = request.Keys.Ascending;
        Rows = order.Rows;
        Keys = order.Keys.Columns[0];
        Count = request.Keys.Count;
        double[][] targets = request.Payload.InOrder(order);
        if (request.Score.RowWeights is not double[] v)
        {
            Columns = [[], .. targets];
            Squares = [];
            return;
        }

        double[] weights = Payload.Permute(v, Rows);
        Columns = [weights, .. targets.Select(c => Product(c, weights))];
        Squares = Product(weights, weights);
        if (request.Score.InverseCounts is double[] each)
        {
            Squares = Product(Squares, Payload.Permute(each, Rows));
        }
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

    /// <summary>c_b of a key.</summary>
    public double Value(int column, int key) => Columns[column].Length == 0 ? 1 : Columns[column][key];

    /// <summary>The first key that is not under a value.</summary>
    public int FirstNotUnder(double value) => Search(value, 0, Count);

    /// <summary>The first key that is not under a value, looked for around a key by steps that double.</summary>
    public int FirstNotUnder(double value, int near)
    {
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

    /// <summary>The key nearest to a query, one aside; −1 where there is none.</summary>
    public int Nearest(double query, int skip, int near)
    {
        int at = FirstNotUnder(query, near);
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
