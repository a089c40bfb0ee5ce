using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>What the attention weights say of a new observation at queries: quantiles, losses, the whole distribution. O(n) a query for the local constant, O(n log n) for polynomials.</summary>
internal static class LocalDistributions
{
    /// <summary>Refuses a kernel whose weights are no probabilities.</summary>
    /// <exception cref="DataException">It is negative somewhere.</exception>
    public static void Check(KernelRegression model)
    {
        if (model.Kernel.Constants.Signed)
        {
            throw new DataException(
                $"The kernel {model.Kernel.Name} is negative somewhere, so its weights are no probabilities: quantiles and distributions need a kernel that is not, such as gaussian; fit the model with that.");
        }
    }

    /// <summary>Quantiles, [target][probability][query]; NaN where there is no value.</summary>
    public static double[][][] Quantiles(KernelRegression model, Queries queries, IReadOnlyList<double> probabilities, Run run)
    {
        double[][][] all = [.. model.Data.TargetNames.Select(_ => probabilities.Select(_ => Nothing(queries.Count)).ToArray())];
        Visit(model, queries, run, (rows, t, q) =>
        {
            for (int k = 0; k < probabilities.Count; k++)
            {
                all[t][k][q] = WeightedSteps.Quantile(rows.Values, rows.UpTo, probabilities[k]);
            }
        });
        return all;
    }

    /// <summary>What the distributions lose at what the targets turned out to be: CRPS [target][query] and pinball losses [target][probability][query]; NaN where there is no value.</summary>
    public static (double[][] Crps, double[][][] Pinball) Losses(KernelRegression model, Queries queries, double[][] actual, IReadOnlyList<double> probabilities, Run run)
    {
        double[][] crps = [.. actual.Select(_ => Nothing(queries.Count))];
        double[][][] pinball = [.. actual.Select(_ => probabilities.Select(_ => Nothing(queries.Count)).ToArray())];
        Visit(model, queries, run, (rows, t, q) =>
        {
            crps[t][q] = WeightedSteps.Crps(rows.Values, rows.UpTo, actual[t][q]);
            for (int k = 0; k < probabilities.Count; k++)
            {
                pinball[t][k][q] = Scores.Pinball(probabilities[k], WeightedSteps.Quantile(rows.Values, rows.UpTo, probabilities[k]), actual[t][q]);
            }
        });
        return (crps, pinball);
    }

    /// <summary>The distribution at one query; null where it has no value.</summary>
    /// <param name="model">The model.</param>
    /// <param name="query">One query.</param>
    /// <param name="target">The target.</param>
    /// <param name="size">The effective sample size of the prediction.</param>
    public static PredictiveDistribution? Of(KernelRegression model, Queries query, int target, double size)
    {
        PredictiveDistribution? found = null;
        QueryRow.Visit(model, query, new(1, CancellationToken.None), (fit, row, _, q) =>
        {
            row.Take(fit, q);
            CarriedRows rows = new(model, null);
            if (rows.Take(fit, row, q, target))
            {
                double[] weights = [.. rows.Keys.ToArray().Select(key => row.Weights[key] / rows.Total)];
                int[] numbers = [.. rows.Keys.ToArray().Select(key => model.Data.RowNumber(model.Fitted.Sample.RowOf(key)))];
                found = new(rows.Values.ToArray(), weights, rows.UpTo.ToArray(), numbers, size);
            }
        });
        return found;
    }

    private static void Visit(KernelRegression model, Queries queries, Run run, Action<CarriedRows, int, int> visitor)
    {
        (int[] Keys, double[] Values)[]? orders = CarriedRows.Orders(model);
        using ThreadLocal<CarriedRows> own = new(() => new(model, orders));
        QueryRow.Visit(model, queries, run, (fit, row, _, q) =>
        {
            row.Take(fit, q);
            for (int t = 0; t < model.Data.TargetNames.Count; t++)
            {
                if (own.Value!.Take(fit, row, q, t))
                {
                    visitor(own.Value, t, q);
                }
            }
        });
    }

    private static double[] Nothing(int count) => [.. Enumerable.Repeat(double.NaN, count)];
}
