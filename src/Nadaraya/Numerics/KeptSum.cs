namespace Nadaraya.Numerics;

/// <summary>A running sum that keeps what rounding lost (two-sum, Knuth), so that its error does not grow with the number of terms.</summary>
internal struct KeptSum
{
    private double sum;
    private double lost;

    /// <summary>The sum, rounded once more.</summary>
    public readonly double Total => sum + lost;

    /// <summary>Adds a term.</summary>
    public void Add(double term)
    {
        double next = sum + term;
        double back = next - sum;
        lost += (sum - (next - back)) + (term - back);
        sum = next;
    }
}
