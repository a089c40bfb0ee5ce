namespace Nadaraya.Models;

/// <summary>Gives the elements of a tensor whenever they are wanted; the same elements each time.</summary>
internal delegate ReadOnlySpan<T> TensorSource<T>();
