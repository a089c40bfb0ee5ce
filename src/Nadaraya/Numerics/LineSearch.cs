namespace Nadaraya.Numerics;

/// <summary>Finds a minimum on an interval, by the sign of the slope or by sections.</summary>
internal static class LineSearch
{
    private static readonly double Golden = (Math.Sqrt(5) - 1) / 2;

    /// <summary>
    /// Where the slope changes from negative to positive, by the Illinois variant of false position with bisection as the fallback; an end where it does
    /// not. Null where the slope could not be had. Source: Dowell &amp; Jarratt (1971).
    /// </summary>
    public static double? BySlope(Func<double, double?> slope, double low, double high, double tolerance)
    {
        if (slope(low) is not double atLow || slope(high) is not double atHigh)
        {
            return null;
        }

        if (atLow >= 0 || atHigh <= 0)
        {
            return atLow >= 0 ? low : high;
        }

        for (int step = 0; step < 60 && high - low > 1e-10; step++)
        {
            double x = ((low * atHigh) - (high * atLow)) / (atHigh - atLow);
            double margin = 1e-3 * (high - low);
            x = step % 6 == 5 ? (low + high) / 2 : Math.Clamp(x, low + margin, high - margin);
            if (slope(x) is not double at)
            {
                return null;
            }

            if (Math.Abs(at) <= tolerance)
            {
                return x;
            }

            if (at < 0)
            {
                (low, atLow, atHigh) = (x, at, atHigh / 2);
            }
            else
            {
                (high, atHigh, atLow) = (x, at, atLow / 2);
            }
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
