namespace Nadaraya.Numerics;

/// <summary>Finds a minimum on an interval, by the sign of the slope or by sections.</summary>
internal static class LineSearch
{
    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>
    /// Where the slope changes from negative to positive, by secants, kept between two points of
    /// opposite slope by false position and bisection; an end where it does not. Null where the slope could not be had.
    /// </summary>
    /// <param name="slope">The slope.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="middle">A point whose value is no higher than at the ends; an end where the minimum lies there.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="tolerance">A slope of at most this size is none.</param>
    public static double? BySlope(Func<double, double?> slope, double low, double middle, double high, double tolerance)
    {
        // The side of the middle that falls away from it holds the minimum.
        if (slope(middle) is not double atMiddle)
        {
            return null;
        }

        if (Math.Abs(atMiddle) <= tolerance)
        {
            return middle;
        }

        double end = atMiddle < 0 ? high : low;
        if (slope(end) is not double atEnd)
        {
            return null;
        }

        if (end == middle || atMiddle * atEnd >= 0)
        {
            return end;
        }

        double atLow = atMiddle < 0 ? atMiddle : atEnd;
        double atHigh = atMiddle < 0 ? atEnd : atMiddle;
        (low, high) = atMiddle < 0 ? (middle, high) : (low, middle);

        // The last two points, through which the secant goes: near the end it is Newton's step with a measured curvature.
        (double before, double atBefore, double last, double atLast) =
            Math.Abs(atLow) > Math.Abs(atHigh) ? (low, atLow, high, atHigh) : (high, atHigh, low, atLow);
        for (int step = 0; step < 60 && high - low > 1e-10; step++)
        {
            double margin = 1e-3 * (high - low);
            double secant = last - (atLast * (last - before) / (atLast - atBefore));
            bool inside = secant > low && secant < high;
            double x = step % 6 == 5 ? (low + high) / 2
                : inside ? secant
                : Math.Clamp(((low * atHigh) - (high * atLow)) / (atHigh - atLow), low + margin, high - margin);
            if (slope(x) is not double at)
            {
                return null;
            }

            if (Math.Abs(at) <= tolerance)
            {
                return x;
            }

            (before, atBefore, last, atLast) = (last, atLast, x, at);
            (low, atLow, high, atHigh) = at < 0 ? (x, at, high, atHigh) : (low, atLow, x, at);
        }

        return (low + high) / 2;
    }

    /// <summary>A minimum by golden sections; null where a value could not be had.</summary>
    public static double? BySections(Func<double, double?> value, double low, double high, double tolerance)
    {
        double left = high - (Golden * (high - low));
        double right = low + (Golden * (high - low));
        if (value(left) is not double atLeft || value(right) is not double atRight)
        {
            return null;
        }

        while (high - low > tolerance)
        {
            if (atLeft <= atRight)
            {
                (high, right, atRight) = (right, left, atLeft);
                left = high - (Golden * (high - low));
                if (value(left) is not double at)
                {
                    return null;
                }

                atLeft = at;
            }
            else
            {
                (low, left, atLeft) = (left, right, atRight);
                right = low + (Golden * (high - low));
                if (value(right) is not double at)
                {
                    return null;
                }

                atRight = at;
            }
        }

        return (low + high) / 2;
    }
}
