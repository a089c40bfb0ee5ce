using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The rows of one query, √w·(b(x − q), c), heaviest first, turned into a triangle by Givens rotations: right to the last digits however far apart weights are.</summary>
/// <remarks>Normal equations square the condition of the window, and lose what weighs under 1e-16 of the rest: this does neither. O(n log n + n p²).</remarks>
/// <param name="request">The keys, the basis and the targets.</param>
/// <param name="queries">The queries.</param>
/// <param name="query">Which of them.</param>
internal sealed class GradedRows(PoolingRequest request, Points queries, int query)
{
    /// <summary>A pivot that rounding alone may have left.</summary>
    private const double Rounding = 1e-13;

    private readonly List<(double Weight, int Key)> rows = [];

    /// <summary>Takes the weights of a tile.</summary>
    public void Take(int start, ReadOnlySpan<double> weights)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                rows.Add((weights[i], start + i));
            }
        }
    }

    /// <summary>The triangle and the coefficients; false where the rows do not determine them.</summary>
    /// <param name="lower">The triangle, transposed: L = R'.</param>
    /// <param name="coefficients">β, one row a target.</param>
    /// <param name="unit">√ of the largest weight: rows were divided by it.</param>
    public bool Triangle(double[,] lower, double[,] coefficients, out double unit)
    {
        int terms = request.Basis.TargetTerms;
        int targets = request.Payload.Targets;
        int width = terms + targets;
        unit = 1;
        if (rows.Count < terms)
        {
            return false;
        }

        rows.Sort((a, b) => a.Weight != b.Weight ? b.Weight.CompareTo(a.Weight) : a.Key.CompareTo(b.Key));
        unit = Math.Sqrt(rows[0].Weight);
        double[] triangle = new double[terms * width];
        double[] sizes = new double[terms * width]; // of what was added to an entry: what cancelled shows against it
        double[] row = new double[width];
        double[] size = new double[width];
        foreach ((double weight, int key) in rows)
        {
            Fill(row, key, Math.Sqrt(weight) / unit);
            for (int k = 0; k < width; k++)
            {
                size[k] = Math.Abs(row[k]);
            }

            for (int a = 0; a < terms; a++)
            {
                if (row[a] == 0)
                {
                    continue;
                }

                int at = a * width;
                double length = double.Hypot(triangle[at + a], row[a]);
                (double c, double s) = (triangle[at + a] / length, row[a] / length);
                for (int k = a; k < width; k++)
                {
                    (double upper, double own) = (triangle[at + k], row[k]);
                    triangle[at + k] = (c * upper) + (s * own);
                    row[k] = (c * own) - (s * upper);
                    (upper, own) = (sizes[at + k], size[k]);
                    sizes[at + k] = (Math.Abs(c) * upper) + (Math.Abs(s) * own);
                    size[k] = (Math.Abs(c) * own) + (Math.Abs(s) * upper);
                }

                row[a] = 0;
            }
        }

        for (int a = 0; a < terms; a++)
        {
            double pivot = triangle[(a * width) + a];
            if (!(Math.Abs(pivot) > Rounding * sizes[(a * width) + a]) || !double.IsFinite(pivot))
            {
                return false;
            }

            for (int b = a; b < terms; b++)
            {
                lower[b, a] = triangle[(a * width) + b];
            }
        }

        for (int t = 0; t < targets; t++)
        {
            for (int a = terms - 1; a >= 0; a--)
            {
                double sum = triangle[(a * width) + terms + t];
                for (int b = a + 1; b < terms; b++)
                {
                    sum -= triangle[(a * width) + b] * coefficients[t, b];
                }

                coefficients[t, a] = sum / triangle[(a * width) + a];
            }
        }

        return true;
    }

    private void Fill(double[] row, int key, double root)
    {
        // The engines evaluate whole vectors of keys: the one that holds the key gives its own.
        Span<double> own = stackalloc double[8];
        int block = key / own.Length * own.Length;
        row[0] = root;
        for (int a = 1; a < request.Basis.TargetTerms; a++)
        {
            request.Basis.Evaluate(a, queries, request.Keys, query, block, own);
            row[a] = root * own[key - block];
        }

        for (int t = 0; t < request.Payload.Targets; t++)
        {
            row[request.Basis.TargetTerms + t] = root * request.Payload.Columns[t][key];
        }
    }
}
