using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Finds one bandwidth: a grid over all scales, then every basin worth it by the slope, or by sections where the kernel's rim makes the criterion kink.</summary>
/// <param name="criterion">What is minimised.</param>
/// <param name="space">Its one coordinate.</param>
/// <param name="smooth">Whether the criterion has a slope everywhere.</param>
/// <param name="record">Keeps what was tried, and says when time is up.</param>
internal sealed class SearchAlongOne(Criterion criterion, SearchSpace space, bool smooth, SearchRecord record)
{
    private const double SlopeTolerance = 1e-10;
    private const double FewPairs = 1 << 22;
    private const double ManyPairs = 2.5e9; // 50,000 rows
    private const double GridSeconds = 20; // of one thread, as predicted

    /// <summary>Between two points of the grid a criterion falls by far less than this; a basin that much higher can't win.</summary>
    private const double Hopeful = 0.1;

    private readonly SearchAxis axis = space.Axes[0];
    private readonly double pairs = (double)criterion.Rows * criterion.Rows;
    private double lastSlope = double.NaN;
    private double lastValue;

    /// <summary>Tries the grid, and refines what is left of it.</summary>
    public void Run()
    {
        double[] grid = Grid();
        double[] values = new double[grid.Length];
        for (int i = 0; i < grid.Length; i++)
        {
            if (Value(grid[i]) is not double value)
            {
                return;
            }

            values[i] = value;
            record.Report((double)i / grid.Length);
        }

        // A basin is a grid point no higher than its neighbours; those that the lowest does not clearly beat are refined.
        double lowest = values.Min();
        int[] basins = [.. Enumerable.Range(0, grid.Length)
            .Where(i => (i == 0 || values[i] <= values[i - 1]) && (i == grid.Length - 1 || values[i] < values[i + 1]))
            .Where(i => values[i] <= criterion.Above(lowest, Hopeful))
            .OrderBy(i => values[i])
            .Take(smooth ? 4 : 3)];
        foreach (int i in basins)
        {
            double from = grid[Math.Max(i - 1, 0)];
            double to = grid[Math.Min(i + 1, grid.Length - 1)];
            double? found = smooth
                ? LineSearch.BySlope(x => Slope(x), from, grid[i], to, SlopeTolerance)
                : LineSearch.BySections(x => Value(x), from, to, 1e-7);
            if (found is not double x || (x == lastSlope ? lastValue : Value(x)) is not double value)
            {
                return;
            }

            record.AddMinimum(space.Bandwidths([x]), value);
        }
    }

    private double[] Grid()
    {
        // On few rows, six to twelve points to a factor of e over all scales. On many, where the criterion is smooth around the rule of thumb, half as many
        // there, fewer elsewhere, and no more than the plan's predicted cost allows.
        double ends = Math.Min(axis.Start + 3, axis.High);
        double middle = Math.Max(axis.Low, axis.Start - 3.5);
        bool few = pairs < FewPairs;
        double dense = (smooth ? 6 : 12) * (few ? 1 : pairs < ManyPairs ? 0.5 : 0.34);
        double seconds = record.Within<object>(() => criterion.PredictedSeconds(space.Bandwidths(space.Start))) is double predicted ? predicted : GridSeconds;
        int affordable = (int)Math.Clamp(GridSeconds / seconds, 16, 400);
        int near = Math.Min((int)Math.Ceiling((ends - middle) * dense) + 1, affordable);
        double sparse = few ? dense : pairs < ManyPairs ? 0.3 * dense : 0;
        int far = Math.Min((int)Math.Ceiling((middle - axis.Low) * sparse), affordable - near);
        double[] grid = new double[near + far + 1];
        for (int i = 0; i < far; i++)
        {
            grid[i] = axis.Low + ((middle - axis.Low) * i / far);
        }

        for (int i = 0; i < near; i++)
        {
            grid[far + i] = middle + ((ends - middle) * i / (near - 1));
        }

        grid[^1] = Math.Max(axis.High, ends + 1e-9);
        return grid;
    }

    private double? Value(double x) => record.Value(criterion, space.Bandwidths([x]));

    private double? Slope(double x)
    {
        if (record.Slope(criterion, space, [x]) is not var (value, gradient))
        {
            return null;
        }

        (lastSlope, lastValue) = (x, value);
        return gradient[0];
    }
}
