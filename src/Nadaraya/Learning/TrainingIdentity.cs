using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Nadaraya;

/// <summary>What a training is of, as one text: equal for equal data, options and seed.</summary>
internal static class TrainingIdentity
{
    /// <summary>A SHA-256 over the rows and everything that training depends on.</summary>
    public static string Of(Dataset data, FitOptions options)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        LearningOptions learning = options.Learning!;
        Text(string.Join('\n', [
            .. data.FeatureNames, .. data.TargetNames, .. data.FeatureTypes.SelectMany(t => t.Levels.Append(t.Kind.ToString())), .. data.Clusters,
            data.WeightMeaning.ToString(), options.Kernel.Name, options.Estimator.Name, options.UnorderedKernel.Name, options.OrderedKernel.Name, options.Bandwidth.Name,
            options.Engine ?? string.Empty, learning.Score.Name, learning.Loss.Name, learning.Optimizer?.ToString() ?? string.Empty, learning.Schedule.ToString()]));
        double?[] numbers =
        [
            options.Tolerance, options.Seed, options.Support.Stability, (options.Bandwidth as Bandwidth.GivenForAll)?.Value, (options.Bandwidth as Bandwidth.ScaledRule)?.Factor,
            learning.LearningRate, learning.Momentum, learning.Epochs, learning.BatchRows, learning.KeyRows, learning.WeightDecay, learning.StopFolds, learning.HoldOut, learning.Patience,
            learning.Start, learning.Starts, options.Bagging?.Bags, options.Bagging?.Rows,
            .. data.FeatureTypes.SelectMany(t => t.Scores.Append(t.Period)).Select(v => (double?)v),
            .. options.Bandwidth is Bandwidth.GivenByFeature given ? given.Values.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (double?)p.Value) : [],
        ];
        Numbers([.. numbers.Select(v => v ?? double.NaN)]);
        for (int j = 0; j < data.FeatureNames.Count; j++)
        {
            Numbers(data.Feature(j));
        }

        Numbers(data.Target());
        Numbers(data.Weights);
        hash.AppendData(MemoryMarshal.AsBytes(data.ClusterOfRow));
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Text(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));

        void Numbers(ReadOnlySpan<double> values) => hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
