using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>
/// The rows of one query after another, carried to it along the local fit: m̂(q) + (yᵢ − b(xᵢ − q)′β), which is yᵢ itself for the local constant, in ascending order beside their
/// distribution function under α. One for every thread; O(n) memory.
/// </summary>
/// <param name="model">The model; its kernel is not signed.</param>
/// <param name="orders">As <see cref="Orders"/> gives them, or null.</param>
internal sealed class CarriedRows(KernelRegression model, (int[] Keys, double[] Values)[]? orders)
{
    private readonly Sample sample = model.Fitted.Sample;
    private readonly double[] upTo = new double[model.Fitted.Sample.Count];
    private int[] keys = [];
    private double[] values = [];
    private double[] term = [];
    private int count;

    /// <summary>The keys, the one of the smallest value first.</summary>
    public ReadOnlySpan<int> Keys => keys.AsSpan(0, count);

    /// <summary>Their carried values, ascending.</summary>
    public ReadOnlySpan<double> Values => values.AsSpan(0, count);

    /// <summary>F at each value.</summary>
    public ReadOnlySpan<double> UpTo => upTo.AsSpan(0, count);

    /// <summary>The total weight, relative to what the sums of the query are.</summary>
    public double Total { get; private set; }

    /// <summary>The keys of every target by their values, where these are the same at every query: then no query sorts. Null for local polynomials.</summary>
    public static (int[] Keys, double[] Values)[]? Orders(KernelRegression model) => IsConstant(model)
        ? [.. model.Fitted.Sample.Targets.Select(target =>
        {
            int[] keys = [.. Enumerable.Range(0, target.Length)];
            double[] values = [.. target];
            Array.Sort(values, keys);
            return (keys, values);
        })]
        : null;

    /// <summary>Takes a query that a fit has been solved at, with its row taken; false where a carried value is no finite number.</summary>
    public bool Take(LocalFit fit, QueryRow row, int query, int target)
    {
        if (orders is not null)
        {
            (keys, values) = orders[target];
            count = keys.Length;
        }
        else if (!Carry(fit, row, query, target))
        {
            return false;
        }

        for (int k = 0; k < count; k++)
        {
            upTo[k] = row.Weights[keys[k]];
        }

        Total = WeightedSteps.Cumulate(upTo.AsSpan(0, count));
        return true;
    }

    private static bool IsConstant(KernelRegression model) => model.Fitted.Engine.Request.Basis.TargetTerms == 1;

    /// <summary>Carries the rows that have weight, and sorts them.</summary>
    private bool Carry(LocalFit fit, QueryRow row, int query, int target)
    {
        if (keys.Length == 0)
        {
            (keys, values, term) = (new int[sample.Count], new double[row.Weights.Length], new double[row.Weights.Length]);
        }

        sample.Payload.Columns[target].AsSpan(0, sample.Count).CopyTo(values);
        int terms = fit.Row.Length;
        for (int a = 1; a < terms; a++)
        {
            row.Term(a, query, term);
            TileSums.MultiplyAdd(values, term, -fit.Coefficients[target, a]);
        }

        count = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            if (row.Weights[i] > 0)
            {
                keys[count] = i;
                values[count] = terms == 1 ? sample.Targets[target][i] : sample.Payload.Restore(target, values[i]);
                if (!double.IsFinite(values[count++]))
                {
                    return false;
                }
            }
        }

        Array.Sort(values, keys, 0, count);
        return true;
    }
}
