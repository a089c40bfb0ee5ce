namespace Nadaraya.Numerics;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations.</summary>
/// <remarks>Sweeps until nothing is left off the diagonal that counts; O(d³) a sweep, five to ten of them. Source: Golub &amp; Van Loan (2013), section 8.5.</remarks>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>Of a matrix in rows: eigenvalues, the largest first, and the vectors of length 1, one row each, whose largest entry is positive.</summary>
    /// <param name="matrix">d × d, symmetric, finite.</param>
    /// <param name="d">d.</param>
    public static (double[] Values, double[] Vectors) Of(ReadOnlySpan<double> matrix, int d)
    {
        double[] a = matrix.ToArray();
        double[] v = new double[d * d];
        for (int j = 0; j < d; j++)
        {
            v[(j * d) + j] = 1;
        }

        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double off = 0, all = 0;
            for (int k = 0; k < a.Length; k++)
            {
                all += a[k] * a[k];
                off += k / d == k % d ? 0 : a[k] * a[k];
            }

            if (off <= 1e-30 * all)
            {
                break;
            }

            for (int p = 0; p < d; p++)
            {
                for (int q = p + 1; q < d; q++)
                {
                    Rotate(a, v, d, p, q);
                }
            }
        }

        int[] order = [.. Enumerable.Range(0, d).OrderByDescending(j => a[(j * d) + j])];
        double[] vectors = new double[d * d];
        for (int k = 0; k < d; k++)
        {
            double largest = 0;
            for (int j = 0; j < d; j++)
            {
                double entry = v[(j * d) + order[k]];
                largest = Math.Abs(entry) > Math.Abs(largest) ? entry : largest;
            }

            for (int j = 0; j < d; j++)
            {
                vectors[(k * d) + j] = v[(j * d) + order[k]] * (largest < 0 ? -1 : 1);
            }
        }

        return ([.. order.Select(j => a[(j * d) + j])], vectors);
    }

    /// <summary>Turns a[p, q] into 0.</summary>
    private static void Rotate(double[] a, double[] v, int d, int p, int q)
    {
        double apq = a[(p * d) + q];
        if (apq == 0)
        {
            return;
        }

        double tau = (a[(q * d) + q] - a[(p * d) + p]) / (2 * apq);
        double t = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        double c = 1 / Math.Sqrt(1 + (t * t)), s = t * c;
        for (int k = 0; k < d; k++)
        {
            (double kp, double kq) = (a[(k * d) + p], a[(k * d) + q]);
            a[(k * d) + p] = (c * kp) - (s * kq);
            a[(k * d) + q] = (s * kp) + (c * kq);
        }

        for (int k = 0; k < d; k++)
        {
            (double pk, double qk) = (a[(p * d) + k], a[(q * d) + k]);
            a[(p * d) + k] = (c * pk) - (s * qk);
            a[(q * d) + k] = (s * pk) + (c * qk);
            (double kp, double kq) = (v[(k * d) + p], v[(k * d) + q]);
            v[(k * d) + p] = (c * kp) - (s * kq);
            v[(k * d) + q] = (s * kp) + (c * kq);
        }
    }
}
