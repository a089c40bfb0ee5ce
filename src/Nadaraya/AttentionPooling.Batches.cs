using System.Globalization;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <content>Batches: several sets of queries, each with its own keys and values or with shared ones.</content>
public static partial class AttentionPooling
{
    /// <summary>Batch matrix multiplication, (n, a, b) · (n, b, c) → (n, a, c).</summary>
    /// <param name="left">n matrices, a × b.</param>
    /// <param name="right">n matrices, b × c.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit.</exception>
    public static Batch BatchMatrixMultiply(Batch left, Batch right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Count != right.Count || left.Columns != right.Rows)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"({left.Count}, {left.Rows}, {left.Columns}) can't multiply ({right.Count}, {right.Rows}, {right.Columns}): (n, a, b) needs (n, b, c)."));
        }

        double[] product = new double[left.Count * left.Rows * right.Columns];
        for (int n = 0; n < left.Count; n++)
        {
            for (int a = 0; a < left.Rows; a++)
            {
                Span<double> row = product.AsSpan(((n * left.Rows) + a) * right.Columns, right.Columns);
                ReadOnlySpan<double> factors = left.Row(n, a);
                for (int b = 0; b < factors.Length; b++)
                {
                    ReadOnlySpan<double> with = right.Row(n, b);
                    for (int c = 0; c < row.Length; c++)
                    {
                        row[c] += factors[b] * with[c];
                    }
                }
            }
        }

        return new(left.Count, left.Rows, right.Columns, product);
    }

    /// <summary>Pools a batch: each entry's queries over its own keys and values, or over shared ones.</summary>
    /// <param name="queries">b × m × d.</param>
    /// <param name="keys">b × n × d, or 1 × n × d to share them.</param>
    /// <param name="values">b × n × v, or 1 × n × v to share them.</param>
    /// <param name="kernel">The kernel; a product over the d coordinates.</param>
    /// <param name="bandwidth">h, positive and finite.</param>
    /// <param name="validLengths">How many of the first keys count: one a batch entry, or one a query (b·m); null for all.</param>
    /// <param name="tolerance">The error a fast engine may make, as in <see cref="FitOptions.Tolerance"/>; 0 for exact engines only.</param>
    /// <returns>b × m × v; null where no key has any weight.</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit.</exception>
    public static PooledBatch Pool(
        Batch queries, Batch keys, Batch values, Kernel kernel, double bandwidth, IReadOnlyList<int>? validLengths = null, double tolerance = FitOptions.DefaultTolerance)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(kernel);
        CheckShapes(queries, keys, values);
        CheckLengths(validLengths, queries.Count, queries.Rows, keys.Rows);
        Check(queries.Values, nameof(queries));
        Check(keys.Values, nameof(keys));
        Check(values.Values, nameof(values));
        double[] pooled = new double[queries.Count * queries.Rows * values.Columns];
        bool[] supported = new bool[queries.Count * queries.Rows];
        PreparedEngine? engine = null;
        for (int b = 0; b < queries.Count; b++)
        {
            if (engine is null || keys.Count > 1 || values.Count > 1)
            {
                engine = Prepare(ColumnsOf(keys, b), ColumnsOf(values, b), kernel, bandwidth, FitOptions.Checked(tolerance), queries.Rows);
            }

            int entry = b;
            Leave leave = validLengths is null
                ? Leave.Nobody
                : Leave.Masked((query, key) => key < LengthOf(validLengths, entry, query, queries.Count, queries.Rows));
            Moments moments = engine.Sum(Points.Queries(ColumnsOf(queries, b), queries.Rows), leave, default);
            for (int q = 0; q < queries.Rows; q++)
            {
                int at = (b * queries.Rows) + q;
                supported[at] = Supported(engine, moments, q);
                for (int v = 0; v < values.Columns && supported[at]; v++)
                {
                    pooled[(at * values.Columns) + v] = engine.Request.Payload.Restore(v, moments.Target(q, v) / moments.Weight(q));
                }
            }
        }

        return new(new(queries.Count, queries.Rows, values.Columns, pooled), supported);
    }

    /// <summary>Softmax along the last axis over the first keys that count; the others get weight 0.</summary>
    /// <param name="scores">b × m × n.</param>
    /// <param name="validLengths">One a batch entry, or one a query (b·m); null for all.</param>
    /// <returns>b × m × n; a row of zeros where no key counts.</returns>
    public static Batch MaskedSoftmax(Batch scores, IReadOnlyList<int>? validLengths = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        CheckLengths(validLengths, scores.Count, scores.Rows, scores.Columns);
        Check(scores.Values, nameof(scores));
        double[] weights = new double[scores.Values.Length];
        for (int b = 0; b < scores.Count; b++)
        {
            for (int q = 0; q < scores.Rows; q++)
            {
                int valid = validLengths is null ? scores.Columns : LengthOf(validLengths, b, q, scores.Count, scores.Rows);
                PlainPooling.Softmax(scores.Row(b, q)[..valid], weights.AsSpan(((b * scores.Rows) + q) * scores.Columns, valid));
            }
        }

        return new(scores.Count, scores.Rows, scores.Columns, weights);
    }

    private static double[][] ColumnsOf(Batch batch, int entry) =>
        [.. Enumerable.Range(0, batch.Columns).Select(j => batch.Column(batch.Count == 1 ? 0 : entry, j))];

    private static int LengthOf(IReadOnlyList<int> lengths, int entry, int query, int entries, int queries) =>
        lengths.Count == entries ? lengths[entry] : lengths[(entry * queries) + query];

    private static void CheckShapes(Batch queries, Batch keys, Batch values)
    {
        bool fits = keys.Columns == queries.Columns
            && keys.Rows == values.Rows
            && (keys.Count == queries.Count || keys.Count == 1)
            && (values.Count == queries.Count || values.Count == 1);
        if (!fits)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"queries ({queries.Count}, {queries.Rows}, {queries.Columns}), keys ({keys.Count}, {keys.Rows}, {keys.Columns}) and values ({values.Count}, {values.Rows}, {values.Columns}) do not fit: they need (b, m, d), (b or 1, n, d) and (b or 1, n, v)."));
        }
    }

    private static void CheckLengths(IReadOnlyList<int>? lengths, int entries, int queries, int keys)
    {
        if (lengths is null)
        {
            return;
        }

        if (lengths.Count != entries && lengths.Count != entries * queries)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"validLengths has {lengths.Count} entries: give {entries}, one a batch entry, or {entries * queries}, one a query."));
        }

        foreach (int length in lengths)
        {
            if (length < 0 || length > keys)
            {
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"validLengths holds {length}: each is a number of keys from 0 to {keys}."));
            }
        }
    }
}
