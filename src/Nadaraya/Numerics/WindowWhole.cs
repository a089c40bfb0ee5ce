namespace Nadaraya.Numerics;

/// <summary>The polynomials, in (q − centre)/reach, of the keys that all windows of some queries hold whole: for two columns.</summary>
/// <param name="centre">The centre.</param>
/// <param name="first">The coefficients of the one.</param>
/// <param name="second">And of the other.</param>
internal readonly ref struct WindowWhole(double centre, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
{
    public double Centre { get; } = centre;

    public ReadOnlySpan<double> First { get; } = first;

    public ReadOnlySpan<double> Second { get; } = second;
}
