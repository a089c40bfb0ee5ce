namespace Nadaraya.Engines;

/// <summary>A query that is summed key by key, and the keys that matter to it.</summary>
/// <param name="Query">q.</param>
/// <param name="Row">Where its sums go.</param>
/// <param name="Skip">The key that is left out, or that stays in part; −1 for none.</param>
/// <param name="Kept">The part of it that stays.</param>
/// <param name="Nearest">The nearest key that is not left out whole; −1 where there is none.</param>
/// <param name="Apart">|q − x|/h of that key.</param>
/// <param name="Reach">How many bandwidths away a key may be to matter.</param>
/// <param name="From">The first key that may be in reach.</param>
/// <param name="To">The end of those keys.</param>
internal readonly record struct KeyWindow(double Query, int Row, int Skip, double Kept, int Nearest, double Apart, double Reach, int From, int To)
{
    /// <summary>How many keys may be in reach.</summary>
    public int Length => To - From;
}
