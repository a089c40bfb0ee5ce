namespace Nadaraya;

internal static class PlugIn
{
    public static double RuppertSheatherWand(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => throw new NotSupportedException();
}
