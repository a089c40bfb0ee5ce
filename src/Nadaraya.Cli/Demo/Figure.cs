namespace Nadaraya.Cli.Demo;

/// <summary>A chart with what to see in it.</summary>
internal sealed record Figure(Chart Chart, string Caption);
