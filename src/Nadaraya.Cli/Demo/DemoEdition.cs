namespace Nadaraya.Cli.Demo;

/// <summary>Which edition of the book the demo follows.</summary>
internal enum DemoEdition
{
    /// <summary>The classic edition and the Chinese one, section 10.2.</summary>
    Classic,

    /// <summary>The current edition, "Attention Pooling by Similarity".</summary>
    Current,
}
