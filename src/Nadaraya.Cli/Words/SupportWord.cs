namespace Nadaraya.Cli;

/// <summary>Support as scripts read it.</summary>
internal static class SupportWord
{
    /// <summary>none, low, edge or inside.</summary>
    public static string Of(Support support) => support switch
    {
        Support.None => "none",
        Support.Low => "low",
        Support.Edge => "edge",
        _ => "inside",
    };

    /// <summary>Why there is no prediction.</summary>
    public static string Of(SupportReason reason) => reason switch
    {
        SupportReason.Unstable => "negative weights cancel the others",
        SupportReason.Extrapolation => "far outside the data a local polynomial only draws on (a model fitted with --extrapolate does)",
        _ => "no training row is within the kernel's reach",
    };
}
