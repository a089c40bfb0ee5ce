using System.Runtime.CompilerServices;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The kd orders of some keys. A bandwidth decides only which column is split, so an order serves all bandwidths of about the same proportions.</summary>
internal sealed class KdOrders
{
    private const int Most = 4;
    private static readonly ConditionalWeakTable<Points, KdOrders> Kept = [];
    private readonly List<(int[] Proportions, KdOrder Order)> orders = [];

    /// <summary>The order of keys for some bandwidths; kept with the keys, so that the next bandwidth finds it.</summary>
    public static KdOrder Of(Points keys, double[] bandwidths, CancellationToken cancellation) =>
        Kept.GetOrCreateValue(keys).Find(keys, Proportions(keys, bandwidths), cancellation);

    /// <summary>An order that nobody keeps.</summary>
    public static KdOrder New(Points points, Points keys, double[] bandwidths, CancellationToken cancellation) =>
        new(points, Units(Proportions(keys, bandwidths)), cancellation);

    private KdOrder Find(Points keys, int[] proportions, CancellationToken cancellation)
    {
        lock (orders)
        {
            int at = orders.FindIndex(o => o.Proportions.AsSpan().SequenceEqual(proportions));
            (int[], KdOrder Order) found = at >= 0 ? orders[at] : (proportions, new KdOrder(keys, Units(proportions), cancellation));
            orders.RemoveRange(at >= 0 ? at : Math.Min(orders.Count, Most - 1), at >= 0 || orders.Count == Most ? 1 : 0);
            orders.Insert(0, found);
            return found.Order;
        }
    }

    /// <summary>log₄ of the bandwidths relative to the first, to whole numbers; a column that is smoothed out is so at eight times its range as well as at more.</summary>
    private static int[] Proportions(Points keys, double[] bandwidths)
    {
        double[] logs = [.. bandwidths.Select((h, j) => Math.Log2(keys.Range(j) > 0 ? Math.Min(h, 8 * keys.Range(j)) : bandwidths[0]))];
        return [.. logs.Select(log => Math.Clamp((int)Math.Round((log - logs[0]) / 2), -200, 200))];
    }

    private static double[] Units(int[] proportions) => [.. proportions.Select(p => Math.ScaleB(1, -2 * p))];
}
