namespace Nadaraya.Engines;

/// <summary>The keys within reach of a query, in ascending order.</summary>
/// <param name="From">The first one.</param>
/// <param name="Below">The end of those below the query.</param>
/// <param name="Above">The first one above the query; one further than <paramref name="Below"/> where the row between is left out.</param>
/// <param name="To">The end.</param>
internal readonly record struct Window(int From, int Below, int Above, int To);
