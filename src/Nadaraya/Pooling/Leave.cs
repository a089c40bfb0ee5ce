namespace Nadaraya.Pooling;

/// <summary>Who is left out of a query's sums: nobody, the row itself, or its group.</summary>
/// <remarks>The row is left out before the sums are taken, never subtracted afterwards: the difference would cancel.</remarks>
internal abstract class Leave
{
    /// <summary>Everybody counts.</summary>
    public static Leave Nobody { get; } = new LeaveNobody();

    /// <summary>weights[i] *= the part of key start + i that stays for this query; 0 where it is left out.</summary>
    public abstract void Apply(int query, int start, Span<double> weights);

    /// <summary>The part of one key that stays: 1, 0, or (v − 1)/v of a frequency.</summary>
    public abstract double Kept(int query, int key);

    /// <summary>Query m is key m + offset, and that key is left out.</summary>
    /// <param name="rows">The key that stands at each query.</param>
    /// <param name="kept">What stays of each key when a unit of it goes; null for nothing.</param>
    public static Leave Row(int[] rows, double[]? kept = null) => new LeaveRow(rows, kept);

    /// <summary>Every key of the query's group is left out.</summary>
    public static Leave Group(int[] groupOfQuery, int[] groupOfKey) => new LeaveGroup(groupOfQuery, groupOfKey);

    /// <summary>Only the keys that a mask admits count.</summary>
    public static Leave Masked(Func<int, int, bool> admits) => new LeaveMasked(admits);

    /// <summary>Everybody counts.</summary>
    internal sealed class LeaveNobody : Leave
    {
        public override void Apply(int query, int start, Span<double> weights)
        {
        }

        public override double Kept(int query, int key) => 1;
    }

    /// <summary>Query m is key Rows[m], which is left out, or keeps a part of itself.</summary>
    internal sealed class LeaveRow(int[] rows, double[]? kept) : Leave
    {
        private bool? each;

        /// <summary>Whether query m is key m.</summary>
        public bool IsEachItself => each ??= !rows.Where((row, query) => row != query).Any();

        /// <summary>The key at each query.</summary>
        public int[] Rows => rows;

        /// <summary>What stays of each key where a unit of it goes; null for nothing.</summary>
        public double[]? Parts => kept;

        /// <inheritdoc/>
        public override void Apply(int query, int start, Span<double> weights)
        {
            int at = rows[query] - start;
            if ((uint)at < (uint)weights.Length)
            {
                weights[at] *= kept?[rows[query]] ?? 0;
            }
        }

        public override double Kept(int query, int key) => rows[query] != key ? 1 : kept?[key] ?? 0;
    }

    /// <summary>Every key of the query's group is left out.</summary>
    internal sealed class LeaveGroup(int[] groupOfQuery, int[] groupOfKey) : Leave
    {
        /// <summary>The group of each query.</summary>
        public int[] OfQuery => groupOfQuery;

        /// <summary>The group of each key.</summary>
        public int[] OfKey => groupOfKey;

        public override void Apply(int query, int start, Span<double> weights)
        {
            int group = groupOfQuery[query];
            for (int i = 0; i < weights.Length && start + i < groupOfKey.Length; i++)
            {
                weights[i] *= groupOfKey[start + i] == group ? 0 : 1;
            }
        }

        public override double Kept(int query, int key) => groupOfQuery[query] == groupOfKey[key] ? 0 : 1;
    }

    private sealed class LeaveMasked(Func<int, int, bool> admits) : Leave
    {
        public override void Apply(int query, int start, Span<double> weights)
        {
            // The engine has cleared the padding: a mask is asked for real keys only.
            for (int i = 0; i < weights.Length; i++)
            {
                if (weights[i] != 0 && !admits(query, start + i))
                {
                    weights[i] = 0;
                }
            }
        }

        public override double Kept(int query, int key) => admits(query, key) ? 1 : 0;
    }
}
