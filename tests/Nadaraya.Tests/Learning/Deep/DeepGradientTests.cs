using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya.Tests;

/// <summary>The gradient that training follows, in doubles, against central differences.</summary>
public sealed class DeepGradientTests
{
    private const int Rows = 41;
    private const int Queries = 29;
    private static readonly Run Runs = new(2, CancellationToken.None);
    private static readonly DeepShape Shape = new()
    {
        Width = 16,
        Hidden = 32,
        Blocks = 2,
        EmbeddingWidth = 5,
        Frequencies = 4,
        FrequencyScale = 0.3,
        WaveWidth = 8,
        LevelWidth = 3,
        Dropout = 0.2,
    };

    private static readonly DeepLayout Layout = new(Shape, 2, 3, [4, 3]);

    public static TheoryData<string, int, int> Layers => new()
    {
        { "frequencies", Layout.FrequencyAt, Layout.WaveAt },
        { "waves", Layout.WaveAt, Layout.WaveBiasAt },
        { "wave biases", Layout.WaveBiasAt, Layout.TableAt[0] },
        { "tables", Layout.TableAt[0], Layout.TableEnd },
        { "encoder", Layout.EncoderAt, Layout.EncoderBiasAt },
        { "encoder bias", Layout.EncoderBiasAt, Layout.BlockAt[0] },
        { "first block, first matrix", Layout.BlockAt[0], Layout.FirstBiasAt(0) },
        { "first block, first bias", Layout.FirstBiasAt(0), Layout.SecondAt(0) },
        { "first block, second matrix", Layout.SecondAt(0), Layout.SecondBiasAt(0) },
        { "first block, second bias", Layout.SecondBiasAt(0), Layout.BlockAt[1] },
        { "second block", Layout.BlockAt[1], Layout.OutputAt },
        { "output", Layout.OutputAt, Layout.Count },
    };

    public static TheoryData<string> Losses => ["squared", "absolute", "huber", "pinball"];

    [Theory]
    [MemberData(nameof(Layers))]
    public void Evaluate_EveryLayer_HasTheSlopeOfTheLoss(string layer, int from, int to)
    {
        // A few dozen parameters of each layer: the rest follows the same loops.
        int stride = Math.Max(1, (to - from) / 48);
        Check(PointLoss.Squared, from, to, stride, layer, mustMove: true);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Evaluate_EveryLoss_HasTheSlopeOfTheLoss(string name)
    {
        PointLoss loss = name switch
        {
            "squared" => PointLoss.Squared,
            "absolute" => PointLoss.Absolute,
            "huber" => PointLoss.Huber(0.3),
            _ => PointLoss.Pinball(0.8),
        };
        Check(loss, 0, Layout.Count, 97, name, mustMove: true);
    }

    [Fact]
    public void Evaluate_InSingles_IsNearTheDoubles()
    {
        (DeepStep<double> exact, double[] parameters) = Draw();
        DeepStep<float> single = new(Layout, Rows, Shape.Dropout);
        exact.Rows.Levels.CopyTo(single.Rows.Levels, 0);
        exact.Target.CopyTo(single.Target, 0);
        exact.Weights.CopyTo(single.Weights, 0);
        Array.ConvertAll(exact.Rows.Numbers, x => (float)x).CopyTo(single.Rows.Numbers, 0);
        double[] expected = new double[Layout.Count];
        float[] found = new float[Layout.Count];
        double value = exact.Evaluate(parameters, Queries, Rows, PointLoss.Squared, 3, expected, Runs);
        Tolerance.Near(value, single.Evaluate(Array.ConvertAll(parameters, x => (float)x), Queries, Rows, PointLoss.Squared, 3, found, Runs), 1e-5);
        double size = Math.Sqrt(expected.Sum(g => g * g));
        for (int i = 0; i < expected.Length; i++)
        {
            Tolerance.Near(expected[i], found[i], 1e-5, size);
        }
    }

    [Fact]
    public void Pooling_OfQueriesAndKeys_IsTheWeightedAverageOfTheOthers()
    {
        (DeepStep<double> step, double[] parameters) = Draw();
        step.Embed(parameters, Rows, Runs);
        double[] phi = [.. step.Rows.Output];
        double[] slope = new double[phi.Length];
        NeighbourPooling<double> pooling = new(Layout.Output);
        double found = pooling.Evaluate(phi, step.Target, step.Weights, Queries, Rows, PointLoss.Squared, slope, Runs);
        Tolerance.Near(ByDefinition(phi, step), found, 1e-12);
        for (int at = 0; at < phi.Length; at += 7)
        {
            double kept = phi[at];
            phi[at] = kept + 1e-5;
            double above = ByDefinition(phi, step);
            phi[at] = kept - 1e-5;
            double below = ByDefinition(phi, step);
            phi[at] = kept;
            Tolerance.Near((above - below) / 2e-5, slope[at], 1e-8, 1);
        }
    }

    private static double ByDefinition(double[] phi, DeepStep<double> step)
    {
        (double total, double mass, int width) = (0, 0, Layout.Output);
        for (int i = 0; i < Queries; i++)
        {
            (double sum, double product) = (0, 0);
            for (int j = 0; j < Rows; j++)
            {
                double apart = Enumerable.Range(0, width).Sum(k => Math.Pow(phi[(i * width) + k] - phi[(j * width) + k], 2));
                double weight = i == j ? 0 : step.Weights[j] * Math.Exp(-apart / 2);
                sum += weight;
                product += weight * step.Target[j];
            }

            total += step.Weights[i] * Math.Pow((product / sum) - step.Target[i], 2);
            mass += step.Weights[i];
        }

        return total / mass;
    }

    private static void Check(PointLoss loss, int from, int to, int stride, string what, bool mustMove)
    {
        (DeepStep<double> step, double[] parameters) = Draw();
        double[] gradient = new double[Layout.Count];
        double[] unused = new double[Layout.Count];
        _ = step.Evaluate(parameters, Queries, Rows, loss, 3, gradient, Runs);
        double size = Math.Sqrt(gradient.Sum(g => g * g));
        double largest = 0;
        for (int at = from; at < to; at += stride)
        {
            double kept = parameters[at];
            parameters[at] = kept + 1e-5;
            double above = step.Evaluate(parameters, Queries, Rows, loss, 3, unused, Runs);
            parameters[at] = kept - 1e-5;
            double below = step.Evaluate(parameters, Queries, Rows, loss, 3, unused, Runs);
            parameters[at] = kept;
            Tolerance.Near((above - below) / 2e-5, gradient[at], 1e-7, Math.Max(1, size), what);
            largest = Math.Max(largest, Math.Abs(gradient[at]));
        }

        Assert.True(!mustMove || largest > 1e-4, $"{what}: no slope is larger than {largest:E1}, so that nothing was checked.");
    }

    private static (DeepStep<double> Step, double[] Parameters) Draw()
    {
        DeepStep<double> step = new(Layout, Rows, Shape.Dropout);
        SplitMix64 random = new(8);
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Layout.Numbers; j++)
            {
                step.Rows.Numbers[(i * Layout.Numbers) + j] = random.NextNormal();
            }

            (step.Rows.Levels[2 * i], step.Rows.Levels[(2 * i) + 1]) = (random.NextBelow(4), random.NextBelow(3));
            (step.Target[i], step.Weights[i]) = (random.NextNormal(), 0.5 + random.NextUniform());
        }

        return (step, Array.ConvertAll(DeepStart.Draw(Layout, Shape, 3), x => (double)x));
    }
}
