namespace Nadaraya;

/// <summary>One entry of a legend: its words, its colour, and how its mark looks.</summary>
internal readonly record struct LegendItem(string Name, string Colour, string Shape = LegendItem.Line, int Dash = 0, double Opacity = 1)
{
    public const string Line = "stroke";
    public const string Dot = "circle";
    public const string Area = "square";
}
