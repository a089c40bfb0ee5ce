namespace Nadaraya.Cli.Demo;

/// <content>The words of the framework tabs and of the scores that learn.</content>
internal sealed partial record DemoText
{
    public required string TabsTitle { get; init; }

    public required string TabsStep { get; init; }

    public required string TabsNote { get; init; }

    public required string TabsSeedNote { get; init; }

    public required string TabsFramework { get; init; }

    public required string TabsStart { get; init; }

    public required string TabsEarlier { get; init; }

    public required string TabsScaleTitle { get; init; }

    public required string TabsScaleCaption { get; init; }

    public required string TabsLossTitle { get; init; }

    public required string TabsLossCaption { get; init; }

    public required string DesignsTitle { get; init; }

    public required string DesignsStep { get; init; }

    public required string DesignsNote { get; init; }

    public required string DesignsScaleNote { get; init; }

    public required string DesignsTailNote { get; init; }

    public required string DesignsHonest { get; init; }

    public required string DesignsFound { get; init; }

    public required string DesignsTrained { get; init; }

    public required string DesignsUnseen { get; init; }

    public required string DesignsBandwidth { get; init; }

    public required string DesignsScale { get; init; }

    public required string DesignsLocal { get; init; }

    public required string DesignsHeads { get; init; }

    public required string DesignsOwn { get; init; }

    public required string DesignsChart { get; init; }

    public required string DesignsCaption { get; init; }
}
