using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Each row left out at its own query: what goes of it, and whether the proof of its cell holds without it.</summary>
/// <param name="leave">Who is left out.</param>
/// <param name="rows">The rows as they come.</param>
internal sealed class LeftOut(Leave.LeaveRow leave, KeySequence rows)
{
    /// <summary>The part of a row that stays.</summary>
    public double Kept(int row) => leave.Parts?[row] ?? 0;

    /// <summary>Takes each row's own part off a column of sums.</summary>
    /// <param name="column">Which.</param>
    /// <param name="from">The first query in the block.</param>
    /// <param name="block">The queries, which are rows.</param>
    /// <param name="sums">Where their sums stand.</param>
    /// <param name="to">The end.</param>
    public void TakeOff(int column, int from, QueryBlock block, double[] sums, int to)
    {
        double[] own = rows.Columns[column];
        if (block.Base >= 0 && leave.Parts is null)
        {
            Span<double> of = sums.AsSpan(block.Base + from, to - from);
            if (own.Length == 0)
            {
                Differences.Subtract(of, 1);
            }
            else
            {
                Differences.Subtract(of, own.AsSpan(block.Base + from, of.Length));
            }

            return;
        }

        for (int i = from; i < to; i++)
        {
            int row = block.Base >= 0 ? block.Base + i : block.Rows[i];
            sums[row] -= Gone(row) * (own.Length == 0 ? 1 : own[row]);
        }
    }

    /// <summary>Whether the proof holds for a row: its own part is under every column's slack.</summary>
    public bool IsGood(ExpansionTable table, int slot, int row)
    {
        double part = Gone(row);
        for (int b = 0; b < rows.Columns.Length; b++)
        {
            double own = rows.Columns[b].Length == 0 ? 1 : Math.Abs(rows.Columns[b][row]);
            if (!(own * part <= table.Slack(slot, b)))
            {
                return false;
            }
        }

        return true;
    }

    private double Gone(int row) => leave.Parts is double[] kept ? 1 - kept[row] : 1;
}
