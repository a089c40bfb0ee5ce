namespace Nadaraya;

/// <summary>The words above a <see cref="ProvenanceChart"/>, as an expression that follows the click.</summary>
internal static class ProvenanceWords
{
    /// <summary>Lines <paramref name="from"/> … <paramref name="to"/> − 1 of the picked query, and <paramref name="hint"/> while none is picked; always as many lines.</summary>
    public static string Of(IReadOnlyList<ProvenanceQuery> queries, string hint, int from, int to) =>
        $"{ProvenanceMarks.IsPicked} ? [{string.Join(",", queries.Select(q => Lines([.. q.Words.Skip(from)], to - from)))}][{ProvenanceMarks.Pick}.q[0]] : {Lines([hint], to - from)}";

    /// <summary>Number signs are escaped: a text that looks like a colour would change with the theme.</summary>
    private static string Lines(string[] words, int count) =>
        "[" + string.Join(",", Enumerable.Range(0, count).Select(i => Json.Literal(i < words.Length ? words[i] : string.Empty).Replace("#", "\\u0023", StringComparison.Ordinal))) + "]";
}
