namespace Nadaraya.Numerics;

/// <summary>A = UΣV' of a small square matrix by one-sided Jacobi rotations, which keep small singular values to their last digits. Source: Demmel &amp; Veselić (1992).</summary>
internal sealed class SmallSingularValues
{
    private const int MostSweeps = 60;

    /// <param name="matrix">The matrix, row by row.</param>
    public SmallSingularValues(double[,] matrix)
    {
        int p = matrix.GetLength(0);
        double[,] a = (double[,])matrix.Clone();
        V = new double[p, p];
        for (int k = 0; k < p; k++)
        {
            V[k, k] = 1;
        }

        bool still = false;
        for (int sweep = 0; sweep < MostSweeps && !still; sweep++)
        {
            still = true;
            for (int i = 0; i < p; i++)
            {
                for (int j = i + 1; j < p; j++)
                {
                    still &= !Rotate(a, i, j);
                }
            }
        }

        Values = new double[p];
        U = new double[p, p];
        for (int k = 0; k < p; k++)
        {
            double square = 0;
            for (int r = 0; r < p; r++)
            {
                square += a[r, k] * a[r, k];
            }

            Values[k] = Math.Sqrt(square);
            for (int r = 0; r < p; r++)
            {
                U[r, k] = Values[k] > 0 ? a[r, k] / Values[k] : 0;
            }
        }
    }

    /// <summary>σ, in no order.</summary>
    public double[] Values { get; }

    /// <summary>The left vectors, one a column.</summary>
    public double[,] U { get; }

    /// <summary>The right vectors, one a column.</summary>
    public double[,] V { get; }

    /// <summary>Makes two columns orthogonal; false where they are.</summary>
    private bool Rotate(double[,] a, int i, int j)
    {
        int p = a.GetLength(0);
        (double alpha, double beta, double gamma) = (0, 0, 0);
        for (int r = 0; r < p; r++)
        {
            alpha += a[r, i] * a[r, i];
            beta += a[r, j] * a[r, j];
            gamma += a[r, i] * a[r, j];
        }

        if (Math.Abs(gamma) <= 1e-16 * Math.Sqrt(alpha * beta) || gamma == 0)
        {
            return false;
        }

        double zeta = (beta - alpha) / (2 * gamma);
        double t = Math.CopySign(1, zeta) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
        double c = 1 / Math.Sqrt(1 + (t * t));
        double s = c * t;
        for (int r = 0; r < p; r++)
        {
            (a[r, i], a[r, j]) = ((c * a[r, i]) - (s * a[r, j]), (s * a[r, i]) + (c * a[r, j]));
            (V[r, i], V[r, j]) = ((c * V[r, i]) - (s * V[r, j]), (s * V[r, i]) + (c * V[r, j]));
        }

        return true;
    }
}
