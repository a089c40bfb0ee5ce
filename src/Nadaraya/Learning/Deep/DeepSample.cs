using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>The rows that training sees: which it trains on, which are held out, and what a network reads of them.</summary>
internal sealed class DeepSample
{
    private readonly DeepInputs inputs;
    private readonly float[] numbers;
    private readonly int[] levels;
    private readonly double[] targets;
    private readonly double[] weights;
    private readonly double centre;

    /// <summary>Splits and measures rows; scales of features and target are those of the rows trained on.</summary>
    public DeepSample(double[][] columns, FeatureType[] types, double[] target, double[]? rowWeights, int count, DeepShape shape, int seed)
    {
        int[] rows = [.. Enumerable.Range(0, count).Where(i => rowWeights is null || rowWeights[i] > 0)];
        if (rows.Length < 8)
        {
            throw new DataException($"There are {rows.Length} rows of positive weight: training deep keys takes at least 8; give more rows.");
        }

        SplitMix64 random = SplitMix64.ForDraw(seed, -2);
        for (int i = rows.Length - 1; i > 0; i--)
        {
            int j = random.NextBelow(i + 1);
            (rows[i], rows[j]) = (rows[j], rows[i]);
        }

        int held = Math.Clamp((int)Math.Round(shape.HeldOut * rows.Length), 1, Math.Max(1, Math.Min(shape.MostHeldOut, rows.Length / 2)));
        (HeldOut, Training) = (rows[..held], rows[held..]);
        inputs = DeepInputs.Of(columns, types, Training);
        numbers = new float[count * inputs.Numbers];
        levels = new int[count * inputs.Levels.Length];
        inputs.Encode<float>(columns, count, numbers, levels);
        double mass = rows.Sum(i => rowWeights?[i] ?? 1) / rows.Length;
        weights = [.. Enumerable.Range(0, count).Select(i => (rowWeights?[i] ?? 1) / mass)];
        double total = Training.Sum(i => weights[i]);
        centre = Training.Sum(i => weights[i] / total * target[i]);
        double spread = Math.Sqrt(Training.Sum(i => weights[i] / total * (target[i] - centre) * (target[i] - centre)));
        Unit = spread > 0 && double.IsFinite(spread) ? spread : 1;
        targets = [.. target.Take(count).Select(y => (y - centre) / Unit)];
    }

    /// <summary>How features become what a network reads.</summary>
    public DeepInputs Inputs => inputs;

    /// <summary>The rows trained on, in a random order.</summary>
    public int[] Training { get; }

    /// <summary>The rows held out.</summary>
    public int[] HeldOut { get; }

    /// <summary>The standard deviation of the target, which training takes as its unit.</summary>
    public double Unit { get; }

    /// <summary>y of rows, standardised.</summary>
    public double[] Targets(int[] rows) => Array.ConvertAll(rows, i => targets[i]);

    /// <summary>v of rows, 1 on average.</summary>
    public double[] Weights(int[] rows) => Array.ConvertAll(rows, i => weights[i]);

    /// <summary>What a loss in standardised units is in the target's.</summary>
    public double LossUnit(PointLoss loss) => Math.Pow(Unit, loss.Degree);

    /// <summary>Lays rows into a step.</summary>
    public void Fill(DeepStep<float> step, ReadOnlySpan<int> rows)
    {
        (int wide, int tables) = (inputs.Numbers, inputs.Levels.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            numbers.AsSpan(rows[i] * wide, wide).CopyTo(step.Rows.Numbers.AsSpan(i * wide));
            levels.AsSpan(rows[i] * tables, tables).CopyTo(step.Rows.Levels.AsSpan(i * tables));
            (step.Target[i], step.Weights[i]) = (targets[rows[i]], weights[rows[i]]);
        }
    }

    /// <summary>φ of rows, row by row.</summary>
    public float[] Embed(DeepStep<float> step, float[] parameters, int[] rows, int width, Run run)
    {
        float[] result = new float[rows.Length * width];
        for (int from = 0; from < rows.Length; from += step.Rows.Capacity)
        {
            int taken = Math.Min(step.Rows.Capacity, rows.Length - from);
            Fill(step, rows.AsSpan(from, taken));
            step.Embed(parameters, taken, run);
            step.Rows.Output.AsSpan(0, taken * width).CopyTo(result.AsSpan(from * width));
        }

        return result;
    }

    /// <summary>The mean loss of standardised predictions of the first rows held out, in the target's unit.</summary>
    public double Loss(double[] fits, PointLoss loss)
    {
        (double sum, double total) = (0, 0);
        for (int i = 0; i < fits.Length; i++)
        {
            double weight = weights[HeldOut[i]];
            sum += weight * loss.Value((fits[i] - targets[HeldOut[i]]) * Unit);
            total += weight;
        }

        return sum / total;
    }

    /// <summary>A level that no row of training has stands in the middle of those that they have.</summary>
    public void FillUnseen(DeepLayout layout, float[] parameters)
    {
        int width = layout.LevelWidth;
        for (int t = 0; t < layout.Tables; t++)
        {
            bool[] seen = new bool[inputs.Levels[t]];
            foreach (int row in Training)
            {
                seen[levels[(row * inputs.Levels.Length) + t]] = true;
            }

            int[] present = [.. Enumerable.Range(0, seen.Length).Where(level => seen[level])];
            for (int k = 0; k < width; k++)
            {
                float mean = (float)present.Average(level => (double)parameters[layout.TableAt[t] + (level * width) + k]);
                for (int level = 0; level < seen.Length; level++)
                {
                    if (!seen[level])
                    {
                        parameters[layout.TableAt[t] + (level * width) + k] = mean;
                    }
                }
            }
        }
    }
}
