using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Learns again without some rows, and predicts them: by the learned score, and by the bandwidths that it is compared with.</summary>
/// <remarks>Clusters stay undivided. A row that has no value is predicted by the mean of the rows that were learned from, for both.</remarks>
/// <param name="data">The rows.</param>
/// <param name="sample">The rows that count.</param>
/// <param name="options">How they are learned.</param>
/// <param name="folds">How often; 1 for one split, a fifth of the rows held out.</param>
/// <param name="learn">Learns from some rows: the learned fit and the one to compare with; null where there is no time left.</param>
/// <param name="run">Threads and cancellation.</param>
internal sealed class NestedEvaluation(
    Dataset data, Sample sample, FitOptions options, int folds, Func<Dataset, int, (FitResult Learned, FitResult Baseline)?> learn, Run run)
{
    private const int Parts = 5;
    private const int Fewest = 8; // rows that anything is learned from

    /// <summary>Both errors on rows that neither has seen; null where there is no time left, or too few rows to learn from.</summary>
    public NestedComparison? Evaluate()
    {
        int parts = folds == 1 ? Parts : folds;
        int[] fold = sample.Folds(parts, options.Seed);
        PointLoss loss = options.Learning!.Loss.Point;
        double weight = 0, squares = 0, baseSquares = 0, losses = 0, baseLosses = 0;
        List<(double Weight, double Difference)> rows = [];
        for (int k = 0; k < folds; k++)
        {
            int[] judges = [.. Enumerable.Range(0, sample.Count).Where(i => fold[i] == k)];
            int[] rest = [.. Enumerable.Range(0, sample.Count).Where(i => fold[i] != k)];
            if (judges.Length == 0 || rest.Length < Fewest)
            {
                continue;
            }

            if (learn(data.Of([.. rest.Select(sample.RowOf)]), k + 1) is not (FitResult learned, FitResult baseline))
            {
                return null;
            }

            double[] errors = Errors(learned, judges), others = Errors(baseline, judges);
            for (int i = 0; i < judges.Length; i++)
            {
                double v = sample.RawWeights?[judges[i]] ?? 1;
                weight += v;
                squares += v * errors[i] * errors[i];
                baseSquares += v * others[i] * others[i];
                (double own, double other) = (loss.Value(errors[i]), loss.Value(others[i]));
                losses += v * own;
                baseLosses += v * other;
                rows.Add((v, own - other));
            }
        }

        if (rows.Count == 0)
        {
            return null;
        }

        double mean = (losses - baseLosses) / weight;
        double spread = rows.Sum(r => r.Weight * r.Weight * (r.Difference - mean) * (r.Difference - mean));
        NestedComparison found = new(folds, rows.Count, Math.Sqrt(squares / weight), Math.Sqrt(baseSquares / weight), losses / weight, baseLosses / weight, Math.Sqrt(spread) / weight);
        return double.IsFinite(found.Rmse + found.BaselineRmse + found.MeanLoss + found.BaselineMeanLoss + found.StandardError) ? found : null; // beyond what a number holds
    }

    /// <summary>Prediction less truth of rows.</summary>
    private double[] Errors(FitResult fit, int[] judges)
    {
        KernelRegression model = new(fit);
        Predictions predictions = model.PredictMany(Queries.FromColumns([.. sample.Columns.Select(c => Array.ConvertAll(judges, i => c[i]))]), null, run.Cancellation);
        Sample from = fit.Fitted.Sample;
        double mean = from.Payload.Restore(0, 0);
        return [.. judges.Select((i, q) => (predictions[q].Value ?? mean) - sample.Targets[0][i])];
    }
}
