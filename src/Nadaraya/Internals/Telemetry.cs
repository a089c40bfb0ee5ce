using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Nadaraya.Internals;

/// <summary>What a host may listen to: one activity source and one meter, both named Nadaraya. No data and no names of columns go in.</summary>
internal static class Telemetry
{
    public static readonly ActivitySource Source = new("Nadaraya");

    private static readonly Meter Meter = new("Nadaraya");

    public static readonly Counter<long> Fits = Meter.CreateCounter<long>("nadaraya.fits", "{fit}", "Models fitted.");

    public static readonly Counter<long> Predictions = Meter.CreateCounter<long>("nadaraya.predictions", "{query}", "Queries predicted.");
}
