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
    public static string Of(SupportReason reason) => reason == SupportReason.Unstable
        ? "the kernel's negative weights cancel the others"
        : "no training row is within the kernel's reach";
}
