namespace Nadaraya;

/// <summary>What a query gets that has <see cref="Support.None"/>: what the model itself has no value for.</summary>
public enum UnsupportedPolicy
{
    /// <summary>No value.</summary>
    None,

    /// <summary>An error that names the first such query.</summary>
    Error,

    /// <summary>
    /// The value of the nearest training row, of rows equally near their mean by row weight. The squared distance is Σ ((q − x)/h)² over the numbers that have a say, by the chord on a circle, plus
    /// 2 ln(l(alike)/l(different)) of levels, which is infinite where λ is 0; where every row is infinitely far levels are left out. Bandwidths that are a number of neighbours or a share of the rows
    /// are no lengths: numbers are then over their spread, the smallest positive of the standard deviation, IQR/1.349 and 1.4826·MAD.
    /// </summary>
    Nearest,

    /// <summary>The weighted mean of all training rows.</summary>
    Mean,

    /// <summary>Weighted least squares over all training rows, on the numbers, one wave of each periodic feature, and a dummy of each level but the first; a level never seen takes the first.</summary>
    Linear,
}
