namespace Nadaraya.Pooling;

/// <summary>Keys in an order that an engine wants: which key stands at each place, and the columns in that order.</summary>
/// <param name="Rows">The key at each place.</param>
/// <param name="Keys">The columns, permuted, in whole vectors.</param>
internal sealed record KeyOrder(int[] Rows, Points Keys);
