using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>The convex mixture of predictions that loses least, Σ v ρ(Σ_h π_h e_h) over π ≥ 0 with Σπ = 1; the errors of a mixture are those of its heads, mixed.</summary>
/// <remarks>
/// Of squares one quadratic programme, exactly. Of other losses one after the other, each of the least parabola that lies above the loss and touches it where the last one ended, so that no step loses
/// (Hunter &amp; Lange 2004). What comes out is never worse than the mixture it began with, nor than any head alone. Stacking: Wolpert (1992); with shares ≥ 0: Breiman (1996).
/// </remarks>
internal static class Stacking
{
    private const int MostSteps = 100;
    private const double Enough = 1e-12; // of the loss: less gained by a step is the end
    private const double LeastError = 1e-9; // of the mean size of the errors: a parabola over a kink needs some width

    /// <summary>π.</summary>
    /// <param name="errors">Prediction − truth, one array a head.</param>
    /// <param name="weights">v, one a row.</param>
    /// <param name="loss">ρ.</param>
    /// <param name="start">Shares to begin with.</param>
    public static double[] Shares(double[][] errors, double[] weights, PointLoss loss, double[] start)
    {
        int heads = errors.Length;
        double size = errors.Average(e => e.Average(Math.Abs));
        if (size == 0)
        {
            return start;
        }

        double[] best = start;
        double least = Loss(errors, weights, loss, start);
        for (int h = 0; h < heads; h++)
        {
            double[] alone = new double[heads];
            alone[h] = 1;
            Offer(alone);
        }

        for (int step = 0; step < MostSteps; step++)
        {
            double before = least;
            (double[] hessian, double[] slopes) = Parabola(errors, weights, loss, best, Math.Max(LeastError * size, double.Epsilon));
            Offer(SimplexQuadratic.Minimise(hessian, slopes, best));
            if (!(least < before - (Enough * before)))
            {
                break;
            }
        }

        return best;

        void Offer(double[] shares)
        {
            double value = Loss(errors, weights, loss, shares);
            (best, least) = value < least ? (shares, value) : (best, least);
        }
    }

    /// <summary>Σ v ρ of a mixture.</summary>
    public static double Loss(double[][] errors, double[] weights, PointLoss loss, double[] shares)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * loss.Value(Mixed(errors, shares, i));
        }

        return sum;
    }

    private static double Mixed(double[][] errors, double[] shares, int row)
    {
        double mixed = 0;
        for (int h = 0; h < shares.Length; h++)
        {
            mixed += shares[h] * errors[h][row];
        }

        return mixed;
    }

    /// <summary>The second and first derivatives in π, at π, of the parabolas above the loss.</summary>
    private static (double[] Hessian, double[] Slopes) Parabola(double[][] errors, double[] weights, PointLoss loss, double[] shares, double least)
    {
        int heads = errors.Length;
        double[] hessian = new double[heads * heads], slopes = new double[heads];
        for (int i = 0; i < weights.Length; i++)
        {
            double error = Mixed(errors, shares, i);
            double bend = weights[i] * loss.Bend(error, least), slope = weights[i] * loss.Slope(error);
            for (int h = 0; h < heads; h++)
            {
                slopes[h] += slope * errors[h][i];
                for (int k = 0; k < heads; k++)
                {
                    hessian[(h * heads) + k] += bend * errors[h][i] * errors[k][i];
                }
            }
        }

        return (hessian, slopes);
    }
}
