namespace Nadaraya;

/// <summary>Options of the tests.</summary>
public sealed record TestOptions
{
    /// <summary>B, how many samples are drawn under the null hypothesis; default 399, 19 to 100,000.</summary>
    public int Replications
    {
        get;
        init => field = value is >= 19 and <= 100_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A test draws 19 to 100,000 samples; fewer than 19 can't reject at 5 %.");
    }

    = 399;

    /// <summary>How samples are drawn; default <see cref="TestBootstrap.Rademacher"/>, which is right for any variance of the errors.</summary>
    public TestBootstrap Bootstrap { get; init; } = TestBootstrap.Rademacher;

    /// <summary>The seed of the draws; default 0. Equal seed gives equal bits for any number of threads.</summary>
    public int Seed { get; init; }

    /// <summary>The target, from 0; default the first.</summary>
    public int Target { get; init; }

    /// <summary>Whether a significance test divides each squared slope or contrast by its variance; default true.</summary>
    public bool Pivotal { get; init; } = true;

    /// <summary>
    /// Whether a significance test chooses the bandwidths of what it tests anew for the data and for every sample, along a scale of eight, by leave-one-out; default false, they
    /// stay. Eight times the work, and more power where the rule of thumb is far off.
    /// </summary>
    public bool Reselect { get; init; }
}
