using System.Globalization;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>
/// Attention pooling, f(q) = Σ α(q, kᵢ) vᵢ with α the kernel weights normalised to sum to one: for the Gaussian kernel softmax(−(q−k)²/2h²).
/// </summary>
/// <remarks>
/// Shifted by the largest score wherever the weights would underflow, so that it never gives NaN. Memory O(queries + keys); the matrix of
/// weights exists only where <see cref="Weights(ReadOnlySpan{double}, ReadOnlySpan{double}, Kernel, double, bool[,])"/> is asked for it.
/// </remarks>
public static partial class AttentionPooling
{
    /// <summary>Average pooling, f = Σ vᵢ / n: every key counts alike, whatever the query.</summary>
    /// <param name="values">n values.</param>
    /// <exception cref="DataException">No value, or one that is not finite.</exception>
    public static double Average(ReadOnlySpan<double> values)
    {
        Check(values, nameof(values));
        Payload payload = Payload.Of([values.ToArray()], []);
        double rest = 0;
        foreach (double c in payload.Columns[0].AsSpan(0, values.Length))
        {
            rest += c;
        }

        return payload.Restore(0, rest / values.Length);
    }

    /// <summary>Pools values at scalar queries.</summary>
    /// <param name="queries">m queries.</param>
    /// <param name="keys">n keys.</param>
    /// <param name="values">n values.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bandwidth">h, positive and finite, in the unit of the keys.</param>
    /// <param name="mask">m × n, true where a query may attend to a key; null for everywhere.</param>
    /// <param name="tolerance">The error a fast engine may make, as in <see cref="FitOptions.Tolerance"/>; 0 for exact engines only.</param>
    /// <returns>m values; null where no key has any weight, which only compact kernels and masks bring about.</returns>
    /// <exception cref="DataException">No key, lengths that differ, or a number that is not finite.</exception>
    public static double?[] Pool(
        ReadOnlySpan<double> queries,
        ReadOnlySpan<double> keys,
        ReadOnlySpan<double> values,
        Kernel kernel,
        double bandwidth,
        bool[,]? mask = null,
        double tolerance = FitOptions.DefaultTolerance)
    {
        CheckPair(keys, values);
        Check(queries, nameof(queries));
        Leave leave = LeaveOf(mask, queries.Length, keys.Length);
        PreparedEngine engine = Prepare([keys.ToArray()], [values.ToArray()], kernel, bandwidth, FitOptions.Checked(tolerance), queries.Length);
        Moments moments = engine.Sum(Points.Queries([queries.ToArray()], queries.Length), leave, default);
        double?[] pooled = new double?[queries.Length];
        for (int q = 0; q < pooled.Length; q++)
        {
            pooled[q] = Supported(engine, moments, q)
                ? engine.Request.Payload.Restore(0, moments.Target(q, 0) / moments.Weight(q))
                : null;
        }

        return pooled;
    }

    /// <summary>Pools single-precision values; the sums are taken in double precision.</summary>
    /// <param name="queries">m queries.</param>
    /// <param name="keys">n keys.</param>
    /// <param name="values">n values.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bandwidth">h, positive and finite.</param>
    /// <param name="mask">m × n, true where a query may attend to a key; null for everywhere.</param>
    /// <param name="tolerance">The error a fast engine may make, as in <see cref="FitOptions.Tolerance"/>; 0 for exact engines only.</param>
    public static float?[] Pool(
        ReadOnlySpan<float> queries,
        ReadOnlySpan<float> keys,
        ReadOnlySpan<float> values,
        Kernel kernel,
        double bandwidth,
        bool[,]? mask = null,
        double tolerance = FitOptions.DefaultTolerance) =>
        [.. Pool(Widen(queries), Widen(keys), Widen(values), kernel, bandwidth, mask, tolerance).Select(v => (float?)v)];

    /// <summary>The attention matrix α, m × n: row i holds the weights of query i over the keys, which sum to one.</summary>
    /// <param name="queries">m queries.</param>
    /// <param name="keys">n keys.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="bandwidth">h, positive and finite.</param>
    /// <param name="mask">m × n, true where a query may attend to a key; null for everywhere.</param>
    /// <returns>m × n weights; a row of zeros where no key has any weight. Memory O(m·n), which nothing else here takes.</returns>
    public static double[,] Weights(
        ReadOnlySpan<double> queries, ReadOnlySpan<double> keys, Kernel kernel, double bandwidth, bool[,]? mask = null)
    {
        Check(keys, nameof(keys));
        Check(queries, nameof(queries));
        Leave leave = LeaveOf(mask, queries.Length, keys.Length);
        PreparedEngine engine = Prepare([keys.ToArray()], [], kernel, bandwidth, 0, queries.Length);
        Points at = Points.Queries([queries.ToArray()], queries.Length);
        Moments moments = engine.Sum(at, leave, default);
        double[,] matrix = new double[queries.Length, keys.Length];
        for (int q = 0; q < queries.Length; q++)
        {
            if (!Supported(engine, moments, q))
            {
                continue;
            }

            int row = q;
            double total = moments.Weight(q);
            engine.Visit(at, q, leave, moments, (start, weights) =>
            {
                for (int i = 0; i < weights.Length; i++)
                {
                    matrix[row, start + i] = weights[i] / total;
                }
            });
        }

        return matrix;
    }

    private static PreparedEngine Prepare(double[][] keys, double[][] values, Kernel kernel, double bandwidth, double tolerance, int queries)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (!(bandwidth > 0) || !double.IsFinite(bandwidth))
        {
            throw new ArgumentOutOfRangeException(
                nameof(bandwidth),
                string.Create(CultureInfo.InvariantCulture, $"The bandwidth is {bandwidth}: it must be a positive finite number in the unit of the keys."));
        }

        double[] bandwidths = new double[keys.Length];
        bandwidths.AsSpan().Fill(bandwidth);
        Points points = Points.Keys(keys, keys[0].Length);
        Factor factor = kernel.Accept(new FactorBuilder(points, new FixedGeometry(bandwidths)));
        PoolingRequest request = new(points, new Score([factor]), Payload.Of(values, []), Basis.Constant) { Tolerance = tolerance };
        return Planner.Shipped.Prepare(request, queries);
    }

    private static bool Supported(PreparedEngine engine, Moments moments, int query) =>
        Steady.At(moments, engine.Request.Payload, query, new SupportThresholds().Stability);

    private static Leave LeaveOf(bool[,]? mask, int queries, int keys)
    {
        if (mask is null)
        {
            return Leave.Nobody;
        }

        if (mask.GetLength(0) != queries || mask.GetLength(1) != keys)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"mask is {mask.GetLength(0)} × {mask.GetLength(1)} but there are {queries} queries and {keys} keys: give one row a query and one column a key."));
        }

        return Leave.Masked((query, key) => mask[query, key]);
    }

    private static void CheckPair(ReadOnlySpan<double> keys, ReadOnlySpan<double> values)
    {
        Check(keys, nameof(keys));
        Check(values, nameof(values));
        if (keys.Length != values.Length)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"values has {values.Length} rows but keys has {keys.Length}: row i of values belongs to row i of keys."));
        }
    }

    private static void Check(ReadOnlySpan<double> numbers, string name)
    {
        if (numbers.IsEmpty && name != "queries")
        {
            throw new DataException($"{name} is empty: attention needs at least one key with its value.");
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            if (!double.IsFinite(numbers[i]))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} is {numbers[i]} at {i + 1}: every number must be finite; leave it out or mend it."));
            }
        }
    }

    private static double[] Widen(ReadOnlySpan<float> numbers)
    {
        double[] wide = new double[numbers.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = numbers[i];
        }

        return wide;
    }
}
