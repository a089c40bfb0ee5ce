namespace Nadaraya.Numerics;

/// <summary>The value that would stand at a place if all were sorted, in O(n).</summary>
internal static class Selection
{
    /// <summary>The value of rank k, from 0; the values are moved about. Source: Hoare (1961), the middle of three as pivot.</summary>
    /// <param name="values">Numbers without NaN.</param>
    /// <param name="rank">k.</param>
    public static double Smallest(Span<double> values, int rank)
    {
        (int low, int high) = (0, values.Length - 1);
        while (low < high)
        {
            double pivot = Middle(values[low], values[(low + high) >>> 1], values[high]);
            (int i, int j) = (low, high);
            while (i <= j)
            {
                while (values[i] < pivot)
                {
                    i++;
                }

                while (values[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }

            (low, high) = rank <= j ? (low, j) : rank >= i ? (i, high) : (rank, rank);
        }

        return values[rank];
    }

    private static double Middle(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
