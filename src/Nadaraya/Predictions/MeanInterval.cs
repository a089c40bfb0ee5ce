namespace Nadaraya;

/// <summary>An interval of confidence for a mean.</summary>
/// <param name="Lower">Its lower end, in the unit of the target.</param>
/// <param name="Upper">Its upper end.</param>
/// <param name="Subject">What it is about.</param>
public readonly record struct MeanInterval(double Lower, double Upper, IntervalSubject Subject)
{
    /// <summary>(Lower + Upper)/2.</summary>
    public double Centre => (Lower / 2) + (Upper / 2);
}

/// <summary>What an interval of confidence is about.</summary>
public enum IntervalSubject
{
    /// <summary>The mean m(x) itself: the bias of smoothing has been taken out.</summary>
    ForTheMean,

    /// <summary>E[m̂(x)], what the estimator is right about on average: m(x) plus the bias of smoothing, which is not taken out.</summary>
    ForTheExpectation,
}
