using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>
/// The chapter's learned attention, softmax(−((q−k)w)²/2): w is trained by gradient descent on the summed squared error, each row left out of
/// its own keys. Afterwards |w| = 1/bandwidth.
/// </summary>
/// <remarks>
/// L(w) = Σᵢ (ŷ₋ᵢ − yᵢ)², ∂L/∂w = Σᵢ 2(ŷ₋ᵢ−yᵢ)·(−w) Σ_j α_ij (y_j−ŷ₋ᵢ)(x_i−x_j)². O(n²) time and O(n) memory an epoch. Gradient descent at
/// a rate of 0.5 on a summed loss overshoots and does not converge: <see cref="Bandwidth.LeaveOneOut"/> finds the optimum, w = 1/h.
/// </remarks>
public static class LearnedScale
{
    /// <summary>Trains w.</summary>
    /// <param name="data">The rows; all features share w, and there is one target.</param>
    /// <param name="options">Start, rate, epochs, seed; null for the chapter's.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">Fewer than two rows, or a step that is no longer a finite number.</exception>
    public static ScaleTraining Train(Dataset data, ScaleTrainingOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        options ??= new();
        double start = options.Start ?? new Random(options.Seed).NextDouble();
        double w = start;
        ScaleEpoch[] epochs = new ScaleEpoch[options.Epochs];
        Sample sample = SampleOf(data);
        for (int epoch = 0; epoch < epochs.Length; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            (double loss, double slope) = Evaluate(sample, w);
            w -= options.LearningRate * slope;
            if (!double.IsFinite(w))
            {
                throw new DataException(
                    $"Training diverged in epoch {epoch + 1}: the step is no finite number; use a smaller learning rate.");
            }

            epochs[epoch] = new(epoch + 1, loss, w);
        }

        return new(start, epochs);
    }

    /// <summary>L(w), the summed squared leave-one-out error.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="scale">w, finite.</param>
    public static double Loss(Dataset data, double scale)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Evaluate(SampleOf(data), scale).Loss;
    }

    /// <summary>L(w) at several scales.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="scales">The scales.</param>
    public static double[] Losses(Dataset data, ReadOnlySpan<double> scales)
    {
        ArgumentNullException.ThrowIfNull(data);
        Sample sample = SampleOf(data);
        double[] losses = new double[scales.Length];
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = Evaluate(sample, scales[i]).Loss;
        }

        return losses;
    }

    private static Sample SampleOf(Dataset data)
    {
        Sample sample = new(data);
        return data.TargetNames.Count > 1
            ? throw new DataException($"A scale is learned for one target, but there are {data.TargetNames.Count}: {string.Join(", ", data.TargetNames)}; make a dataset of one.")
            : sample.Size > 1
            ? sample
            : throw new DataException("A scale is learned by leaving each row out: that needs at least two rows with a weight.");
    }

    private static (double Loss, double Slope) Evaluate(Sample sample, double w)
    {
        Points keys = Points.PaddedKeys(sample.Columns, sample.Count);
        Factor factor = new ContinuousFactor<Gaussian>(default, keys, new ScaleGeometry(w));
        PoolingRequest request = new(keys, new Score([factor], sample.Weights), sample.Payload, Basis.Constant);
        PreparedEngine engine = Planner.Shipped.Prepare(request, sample.Count);
        Leave leave = sample.LeaveOneOut();
        Points queries = Points.Queries(keys.Columns, sample.Count);
        Moments moments = engine.Sum(queries, leave, default);
        double scale = sample.Payload.Scales[0];
        double[][] adjoints = [new double[sample.Count], new double[sample.Count]];
        double loss = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double total = moments.Weight(i);
            double fit = moments.Target(i, 0) / total;
            double error = (fit - sample.Payload.Columns[0][i]) * scale;
            double v = sample.RawWeights?[i] ?? 1;
            loss += v * error * error;
            double slope = 2 * v * error * scale / total;
            adjoints[1][i] = slope;
            adjoints[0][i] = -slope * fit;
        }

        return (loss, engine.Pull(queries, leave, moments, adjoints, default)[0]);
    }
}
