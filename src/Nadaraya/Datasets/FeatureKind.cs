namespace Nadaraya;

/// <summary>What the values of a feature are, and so how the distance between two of them is measured.</summary>
public enum FeatureKind
{
    /// <summary>A number on a line.</summary>
    Continuous,

    /// <summary>A number on a circle, such as an hour or an angle: after a period it begins again.</summary>
    Periodic,

    /// <summary>One of several levels, of which none is nearer to another.</summary>
    Unordered,

    /// <summary>One of several levels in an order, as far apart as their scores.</summary>
    Ordered,
}
