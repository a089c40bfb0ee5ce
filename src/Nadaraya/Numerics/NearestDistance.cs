namespace Nadaraya.Numerics;

/// <summary>How far the k-th nearest of ascending values is.</summary>
internal static class NearestDistance
{
    /// <summary>The distance from a point to the k-th nearest value, equal ones each counting; the smallest positive distance where that is 0, and 0 where all values stand there. O(log n).</summary>
    /// <param name="values">Ascending values.</param>
    /// <param name="point">From where.</param>
    /// <param name="k">Which, from 1; at most as many as there are values.</param>
    public static double At(ReadOnlySpan<double> values, double point, int k)
    {
        // The k nearest stand side by side: the first of them is where the left end is no farther than the right end after the window.
        (int low, int high) = (0, values.Length - k);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (point - values[middle] > values[middle + k] - point)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        double distance = Math.Max(Math.Abs(point - values[low]), Math.Abs(values[low + k - 1] - point));
        return distance > 0 ? distance : NextPositive(values, point);
    }

    /// <summary>The smallest positive distance from a value that occurs.</summary>
    private static double NextPositive(ReadOnlySpan<double> values, double point)
    {
        int below = First(values, point);
        int above = below;
        while (above < values.Length && values[above] == point)
        {
            above++;
        }

        double left = below > 0 ? point - values[below - 1] : double.PositiveInfinity;
        double right = above < values.Length ? values[above] - point : double.PositiveInfinity;
        return double.IsFinite(Math.Min(left, right)) ? Math.Min(left, right) : 0;
    }

    /// <summary>The first place of a value not below a point.</summary>
    private static int First(ReadOnlySpan<double> values, double point)
    {
        (int low, int high) = (0, values.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = values[middle] < point ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
