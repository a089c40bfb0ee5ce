namespace Nadaraya;

/// <summary>l, u and s, one array a target, in its unit but for s.</summary>
internal sealed record Envelopes(double[][] Low, double[][] High, double[][] Unit)
{
    /// <summary>s = 1 everywhere.</summary>
    public static double[][] Units(int targets, int queries) => [.. Enumerable.Range(0, targets).Select(_ => Enumerable.Repeat(1.0, queries).ToArray())];
}
