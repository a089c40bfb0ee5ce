namespace Nadaraya;

/// <summary>What stands behind an interval for a new observation from where the rows came from.</summary>
public enum IntervalKind
{
    /// <summary>The method's guarantee holds for any distribution of independent rows: nothing was chosen by a row that it is judged by.</summary>
    Exact,

    /// <summary>So it does, by a part of the rows that the fit has not seen.</summary>
    Split,

    /// <summary>The guarantee would hold but for something chosen from all rows, such as one bandwidth; or there is none.</summary>
    Approximate,
}
