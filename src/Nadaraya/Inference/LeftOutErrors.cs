using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>What a model misses its rows by when it has not seen them.</summary>
internal static class LeftOutErrors
{
    /// <summary>e₋ᵢ of every key, one array a target, over the target's scale: its row left out, or its cluster where rows come in clusters. Null where nothing is left then.</summary>
    public static double[][]? Of(KernelRegression model, Run run)
    {
        Sample sample = model.Fitted.Sample;
        bool clustered = !model.Data.ClusterOfRow.IsEmpty;
        if (sample.Size <= 1 || (clustered && sample.ClusterOfKey().Max() == 0))
        {
            return null;
        }

        double[][] predictions = !clustered && model.Result.LeaveOneOut is double[][] known ? known : Predict();
        return [.. predictions.Select((p, t) => p.Select((value, i) => (sample.Targets[t][i] / sample.Payload.Scales[t]) - (value / sample.Payload.Scales[t])).ToArray())];

        double[][] Predict()
        {
            int[] features = sample.Arranged(Enumerable.Range(0, model.Features.Count).Where(j => model.Features[j].Bandwidth is not null));
            Bandwidth.Searched rule = (Bandwidth.Searched)(clustered ? Bandwidth.LeaveOneClusterOut : Bandwidth.LeaveOneOut);
            return new Criterion(sample, model.Options, features, run, rule).Predict([.. features.Select(j => model.Features[j].Bandwidth!.Value)], run).Predictions;
        }
    }
}
