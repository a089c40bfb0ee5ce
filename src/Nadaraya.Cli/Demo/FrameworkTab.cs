namespace Nadaraya.Cli.Demo;

/// <summary>One framework's version of the chapter's training: what it minimises, where w starts, and where five epochs of SGD at 0.5 take it.</summary>
/// <remarks>
/// The tabs write the loss in their own ways: MXNet's L2Loss is ½e², PyTorch and Paddle sum e², TensorFlow multiplies the mean of e² by n, and an earlier Chinese PyTorch text halves
/// the sum. A loss of half the size has half the gradient, so its step is that of half the rate. w starts in U(−0.07, 0.07) with MXNet, else in U(0, 1): here each start is the same draw.
/// </remarks>
/// <param name="Framework">The framework's name.</param>
/// <param name="IsEarlier">Whether it is the earlier Chinese text.</param>
/// <param name="Loss">The loss in symbols.</param>
/// <param name="Scales">w at the start and after each epoch; up to the first that is no finite number.</param>
/// <param name="Losses">Σ e² at each of <see cref="Scales"/>, whatever the tab calls its loss.</param>
internal sealed record FrameworkTab(string Framework, bool IsEarlier, string Loss, IReadOnlyList<double> Scales, IReadOnlyList<double> Losses)
{
    private const double Rate = 0.5;
    private const int Epochs = 5;
    private const double Narrow = 0.07; // MXNet's uniform start on both sides of 0

    /// <summary>The tabs, from one draw u of U(0, 1).</summary>
    /// <param name="data">The rows.</param>
    /// <param name="draw">u.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<FrameworkTab> All(Dataset data, double draw, CancellationToken cancellation)
    {
        double narrow = Math.Round(Narrow * ((2 * draw) - 1), 15); // without the last digits, so that the code shows a number to read
        return
        [
            Of("MXNet", false, "Σ ½e²", narrow, 0.5),
            Of("PyTorch", false, "Σ e²", draw, 1),
            Of("TensorFlow", false, "n · mean e²", draw, 1),
            Of("Paddle", false, "Σ e²", draw, 1),
            Of("PyTorch", true, "Σ e² / 2", draw, 0.5),
        ];

        FrameworkTab Of(string name, bool earlier, string loss, double start, double share)
        {
            List<double> scales = [start];
            while (scales.Count <= Epochs && Step(scales[^1], share) is double next)
            {
                scales.Add(next);
            }

            return new(name, earlier, loss, scales, LearnedScale.Losses(data, [.. scales]));
        }

        double? Step(double from, double share)
        {
            try
            {
                return LearnedScale.Train(data, new() { Start = from, LearningRate = Rate * share, Epochs = 1 }, cancellation).Scale;
            }
            catch (DataException)
            {
                return null; // it diverged: nothing follows
            }
        }
    }
}
