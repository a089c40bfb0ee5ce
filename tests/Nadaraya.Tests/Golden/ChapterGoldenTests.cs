using System.Text.Json;

namespace Nadaraya.Tests;

/// <summary>What PyTorch gives for the chapter, to 1e-12.</summary>
public sealed class ChapterGoldenTests
{
    private const double Digits = 1e-12;
    private static readonly GoldenFile Golden = GoldenFile.Open("a_d2l.json");
    private static readonly double[] X = GoldenFile.Vector(Golden.Data("d2l").GetProperty("x"));
    private static readonly double[] Y = GoldenFile.Vector(Golden.Data("d2l").GetProperty("y"));
    private static readonly double[] Queries = GoldenFile.Vector(Golden.Data("d2l").GetProperty("xtest"));

    [Fact]
    public void Average_ChapterRows_IsTorchsMean()
    {
        JsonElement target = Double("a.average").Single();
        Tolerance.Near(GoldenFile.Number(target.GetProperty("value")), AttentionPooling.Average(Y), Digits);
    }

    [Fact]
    public void Weights_ChapterRows_AreTorchsSoftmax()
    {
        JsonElement[] rows = [.. Double("a.nonparam.attention").Single().GetProperty("value").EnumerateArray()];
        double[,] weights = AttentionPooling.Weights(Queries, X, Kernel.Gaussian, 1);
        Assert.Equal(Queries.Length, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            double[] expected = GoldenFile.Vector(rows[i]);
            for (int j = 0; j < expected.Length; j++)
            {
                Tolerance.Near(expected[j], weights[i, j], Digits, 1, $"weight {i},{j}");
            }
        }
    }

    [Fact]
    public void Pool_ChapterRows_IsTorchsPrediction()
    {
        double[] expected = GoldenFile.Vector(Double("a.nonparam.yhat").Single().GetProperty("value"));
        double?[] actual = AttentionPooling.Pool(Queries, X, Y, Kernel.Gaussian, bandwidth: 1);
        for (int i = 0; i < expected.Length; i++)
        {
            Tolerance.Near(expected[i], actual[i], Digits, 0, $"query {i}");
        }
    }

    [Fact]
    public void Train_EveryStartAndRate_FollowsTorchEpochByEpoch()
    {
        JsonElement[] targets = [.. Double("a.param")];
        Assert.Equal(6, targets.Length);
        foreach (JsonElement target in targets)
        {
            JsonElement value = target.GetProperty("value");
            double[] w = GoldenFile.Vector(value.GetProperty("w"));
            double[] loss = GoldenFile.Vector(value.GetProperty("loss"));
            ScaleTraining training = LearnedScale.Train(Dataset.From(X, Y), new()
            {
                Start = target.GetProperty("w0").GetDouble(),
                LearningRate = target.GetProperty("lr").GetDouble(),
                Epochs = target.GetProperty("epochs").GetInt32(),
            });
            for (int e = 0; e < w.Length; e++)
            {
                Tolerance.Near(w[e], training.Epochs[e].Scale, Digits, 1, $"w after epoch {e + 1}");
                Tolerance.Near(loss[e], training.Epochs[e].Loss, Digits, 1, $"loss of epoch {e + 1}");
            }

            if (value.TryGetProperty("yhat", out JsonElement yhat))
            {
                double[] expected = GoldenFile.Vector(yhat);
                double?[] actual = AttentionPooling.Pool(Queries, X, Y, Kernel.Gaussian, training.Bandwidth);
                for (int i = 0; i < expected.Length; i++)
                {
                    Tolerance.Near(expected[i], actual[i], Digits, 1, $"trained prediction {i}");
                }
            }
        }
    }

    private static IEnumerable<JsonElement> Double(string id) =>
        Golden.Targets(id).Where(v => v.GetProperty("dtype").GetString() == "float64");
}
