namespace Nadaraya.Pooling;

/// <summary>The one idea, as written on paper: score each key, turn scores into weights that sum to one, average the values.</summary>
/// <remarks>Every engine is tested against this. O(n) time, no shortcut, no vector.</remarks>
internal static class PlainPooling
{
    /// <summary>f(q) = Σ αᵢ yᵢ, with αᵢ = e^{sᵢ − r} / Σ e^{sⱼ − r} and r the largest score; null where every score is −∞.</summary>
    /// <param name="scores">s(q,i), one a key.</param>
    /// <param name="values">yᵢ, one a key.</param>
    public static double? Pool(ReadOnlySpan<double> scores, ReadOnlySpan<double> values)
    {
        double[] weights = new double[scores.Length];
        if (!Softmax(scores, weights))
        {
            return null;
        }

        double value = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            value += weights[i] * values[i];
        }

        return value;
    }

    /// <summary>Softmax, shifted by the largest score so that it never gives NaN; false where every score is −∞.</summary>
    public static bool Softmax(ReadOnlySpan<double> scores, Span<double> weights)
    {
        double largest = double.NegativeInfinity;
        foreach (double score in scores)
        {
            largest = Math.Max(largest, score);
        }

        if (double.IsNegativeInfinity(largest))
        {
            weights.Clear();
            return false;
        }

        double total = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            weights[i] = Math.Exp(scores[i] - largest);
            total += weights[i];
        }

        for (int i = 0; i < scores.Length; i++)
        {
            weights[i] /= total;
        }

        return true;
    }
}
