namespace Nadaraya.Models;

/// <summary>What a header says about a tensor, before it is believed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The text of its element type.</param>
/// <param name="Shape">Its lengths, none negative.</param>
/// <param name="Begin">Its first byte after the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record HeaderEntry(string Name, string Type, long[] Shape, long Begin, long End);
