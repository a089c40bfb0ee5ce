namespace Nadaraya.Engines;

/// <summary>The windows of neighbouring queries, one array an end; see <see cref="Window"/>.</summary>
/// <param name="from">The first keys.</param>
/// <param name="below">The ends of those below the queries.</param>
/// <param name="above">The first ones above the queries.</param>
/// <param name="to">The ends.</param>
internal readonly ref struct WindowBatch(ReadOnlySpan<int> from, ReadOnlySpan<int> below, ReadOnlySpan<int> above, ReadOnlySpan<int> to)
{
    public ReadOnlySpan<int> From { get; } = from;

    public ReadOnlySpan<int> Below { get; } = below;

    public ReadOnlySpan<int> Above { get; } = above;

    public ReadOnlySpan<int> To { get; } = to;

    /// <summary>The window of one query.</summary>
    public Window this[int query] => new(From[query], Below[query], Above[query], To[query]);

    /// <summary>Those of some of the queries.</summary>
    public WindowBatch Slice(int start, int length) =>
        new(From.Slice(start, length), Below.Slice(start, length), Above.Slice(start, length), To.Slice(start, length));
}
