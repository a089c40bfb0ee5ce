namespace Nadaraya;

/// <summary>One entry of a legend: its words, its colour, and how its mark looks.</summary>
internal readonly record struct LegendItem(string Name, string Colour, string Shape = LegendItem.Line, int Dash = 0, double Opacity = 1)
{
    // Paths in Vega's unit square of ±1, so that one symbol size gives long strokes and small dots.
    public const string Line = "M-1,0L1,0";
    public const string Dot = "M0.4,0A0.4,0.4,0,1,1,-0.4,0A0.4,0.4,0,1,1,0.4,0Z";
    public const string Area = "M-0.8,-0.4L0.8,-0.4L0.8,0.4L-0.8,0.4Z";
    public const string Diamond = "M0,-0.5L0.5,0L0,0.5L-0.5,0Z";
}
