namespace Nadaraya;

/// <summary>Differences of log weights in the far tail, factorised so that no digit cancels.</summary>
internal static class Tails
{
    /// <summary>−(q−x)²/2h² + (q−r)²/2h² = (x−r)(2q−x−r)/2h²: the naive difference loses about u·(distance/h)².</summary>
    public static double Quadratic(double query, double key, double reference, double bandwidth)
    {
        if (key == reference)
        {
            return 0;
        }

        // Halved first, so that 2q − x − r stays finite for all doubles; the halving is exact but for subnormals.
        double apart = ((key * 0.5) - (reference * 0.5)) / bandwidth;
        double sides = (((query * 0.5) - (key * 0.5)) + ((query * 0.5) - (reference * 0.5))) / bandwidth;
        return sides == 0 ? 0 : apart * sides * 2;
    }

    /// <summary>−|q−x|/h + |q−r|/h: on one side of the query the query drops out.</summary>
    public static double Linear(double query, double key, double reference, double bandwidth)
    {
        bool keyBelow = key <= query;
        bool referenceBelow = reference <= query;
        double difference = keyBelow == referenceBelow
            ? (keyBelow ? (key * 0.5) - (reference * 0.5) : (reference * 0.5) - (key * 0.5))
            : Math.Abs((query * 0.5) - (reference * 0.5)) - Math.Abs((query * 0.5) - (key * 0.5));
        return difference / bandwidth * 2;
    }
}
