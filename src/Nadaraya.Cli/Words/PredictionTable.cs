namespace Nadaraya.Cli;

/// <summary>Predictions of the rows of a table, in the fixed order of columns. Computed as a whole before anything is written.</summary>
internal sealed class PredictionTable(KernelRegression model, Table table, TableQueries queries, int[] kept, int top, PredictOptions asked, double[] probabilities)
{
    /// <summary>Rows a call of the model: the split never changes a bit, and bounds what is in work at once. A band over all rows takes them in one call.</summary>
    private int BlockRows { get; } = asked is { Confidence: not null, Band: BandKind.Bonferroni or BandKind.Simultaneous } ? Math.Max(1, queries.RowNumbers.Length) : 8192;

    private readonly List<Predictions> blocks = [];
    private readonly List<double[][][]> quantiles = [];
    private readonly IReadOnlyList<string> targets = model.Data.TargetNames;

    /// <summary>Refuses names that would stand twice, before any work.</summary>
    public void CheckNames(OutputFormat format) => _ = TableWriter.Create(Stream.Null, format, Names(format));

    /// <summary>Predicts every row; returns how many have no value.</summary>
    public int Compute(IProgress<double> progress, CancellationToken cancellation)
    {
        int rows = queries.RowNumbers.Length;
        for (int start = 0; start < rows; start += BlockRows)
        {
            int end = Math.Min(rows, start + BlockRows);
            Queries block = Queries.FromColumns([.. queries.Columns.Select(c => c[start..end])]);
            IProgress<double>? watching = rows <= BlockRows ? progress : null;
            blocks.Add(model.PredictMany(block, asked, probabilities.Length == 0 ? watching : null, cancellation));
            if (probabilities.Length > 0)
            {
                quantiles.Add(model.QuantilesAt(block, probabilities, watching, cancellation));
            }

            progress.Report((double)end / rows);
        }

        return blocks.Sum(b => b.Unsupported);
    }

    /// <summary>How many rows have no prediction, why, and which is the first; null where all have one.</summary>
    public string? DescribeUnsupported() => Describe(blocks.Sum(b => b.Unsupported), (block, at) => block.Value(at) is null);

    /// <summary>How many rows have no prediction of the model's but another value, why, and which is the first; null where there is none.</summary>
    public string? DescribeSubstitutes() => Describe(blocks.Sum(b => b.Substitutes), (block, at) => block.IsSubstitute(at));

    private string? Describe(int count, Func<Predictions, int, bool> isOne)
    {
        if (count == 0)
        {
            return null;
        }

        int first = Enumerable.Range(0, queries.RowNumbers.Length).First(i => isOne(blocks[i / BlockRows], i % BlockRows));
        SupportReason reason = blocks[first / BlockRows].Reason(first % BlockRows);
        return $"{count} of {Human.Count(queries.RowNumbers.Length, "row")} {(count == 1 ? "has" : "have")} no prediction, row {queries.RowNumbers[first]} first: {SupportWord.Of(reason)}";
    }

    /// <summary>What stands behind the intervals; null where there is none.</summary>
    public IntervalKind? IntervalKind => blocks.SelectMany(b => Enumerable.Range(0, b.Count).Where(q => !b.IsSubstitute(q)).Select(q => b.Interval(q)?.Kind)).FirstOrDefault(kind => kind is not null);

    /// <summary>How many rows have an interval without an end.</summary>
    public int Unbounded => Intervals.Count(i => i is { Length: null });

    private IEnumerable<PredictionInterval?> Intervals => blocks.SelectMany(b => Enumerable.Range(0, b.Count).Select(q => b.Interval(q)));

    /// <summary>Writes all rows; returns how many they are.</summary>
    public int Write(Stream stream, OutputFormat format, IProgress<double> progress, CancellationToken cancellation)
    {
        TableWriter writer = TableWriter.Create(stream, format, Names(format));
        for (int i = 0; i < queries.RowNumbers.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Predictions block = blocks[i / BlockRows];
            int at = i % BlockRows;
            writer.Write((long)queries.RowNumbers[i]);
            foreach (int column in kept)
            {
                writer.Write(table, queries.RowNumbers[i] - 1, column);
            }

            for (int t = 0; t < targets.Count; t++)
            {
                writer.Write(block.Value(at, t));
            }

            writer.Write(SupportWord.Of(block.Supports[at]));
            writer.Write(block.EffectiveSampleSize(at));
            Infer(writer, block, at, i / BlockRows);
            Explain(writer, block, at);
            writer.EndRow();
            progress.Report((i + 1.0) / queries.RowNumbers.Length);
        }

        writer.Complete();
        return queries.RowNumbers.Length;
    }

    /// <summary>Standard errors, intervals, quantiles, derivatives, as <see cref="Inferred"/> names them.</summary>
    private void Infer(TableWriter writer, Predictions block, int at, int number)
    {
        for (int t = 0; t < targets.Count && asked.StandardError is not null; t++)
        {
            writer.Write(block.StandardError(at, t));
        }

        for (int t = 0; t < targets.Count && asked.Confidence is not null; t++)
        {
            writer.Write(block.MeanInterval(at, t)?.Lower);
        }

        for (int t = 0; t < targets.Count && asked.Confidence is not null; t++)
        {
            writer.Write(block.MeanInterval(at, t)?.Upper);
        }

        if (asked.Interval is not null)
        {
            PredictionInterval?[] intervals = [.. targets.Select((_, t) => block.Interval(at, t))];
            foreach (PredictionInterval? interval in intervals)
            {
                writer.Write(interval?.Lower);
            }

            foreach (PredictionInterval? interval in intervals)
            {
                writer.Write(interval?.Upper);
            }

            writer.Write(intervals[0] is { } first ? IntervalArguments.Word(first.Kind) : null);
        }

        for (int k = 0; k < probabilities.Length; k++)
        {
            for (int t = 0; t < targets.Count; t++)
            {
                double quantile = quantiles[number][t][k][at];
                writer.Write(double.IsNaN(quantile) ? null : quantile);
            }
        }

        for (int j = 0; j < model.Features.Count && asked.Derivatives; j++)
        {
            for (int t = 0; t < targets.Count; t++)
            {
                writer.Write(block.Derivative(at, j, t));
            }
        }
    }

    private void Explain(TableWriter writer, Predictions block, int at)
    {
        if (top == 0)
        {
            return;
        }

        Attention attention = block[at].Attention;
        TopAttention[] rows = [.. targets.Select((_, t) => attention.Top(top, t))];
        for (int k = 0; k < top; k++)
        {
            AttendedRow? row = k < rows[0].Rows.Count ? rows[0].Rows[k] : null;
            if (row is { } found && found.Id is null)
            {
                writer.Write((long)found.Row);
            }
            else
            {
                writer.Write(row?.Id);
            }

            writer.Write(row?.Weight);
            Write(r => r.Value, k);
        }

        for (int k = 0; k < top; k++)
        {
            Write(r => r.Contribution, k);
            writer.Write(k < rows[0].Rows.Count ? rows[0].Rows[k].CumulativeWeight : null);
            Write(r => r.Without, k);
        }

        void Write(Func<AttendedRow, double?> of, int k)
        {
            for (int t = 0; t < targets.Count; t++)
            {
                writer.Write(k < rows[t].Rows.Count ? of(rows[t].Rows[k]) : null);
            }
        }
    }

    private string[] Names(OutputFormat format)
    {
        string[] own = [.. Of("prediction"), "support", "effective_sample_size", .. Inferred, .. Enumerable.Range(1, top).SelectMany(Top), .. Enumerable.Range(1, top).SelectMany(Effect)];
        IEnumerable<string> shown = format == OutputFormat.Json ? own.Select(TableWriter.CamelCase) : own;
        return ["row", .. kept.Select(c => table.Columns[c]), .. shown];
    }

    private IEnumerable<string> Inferred =>
    [
        .. asked.StandardError is null ? [] : Of("standard_error"),
        .. asked.Confidence is null ? [] : Of("mean_lower").Concat(Of("mean_upper")),
        .. asked.Interval is null ? [] : Of("lower").Concat(Of("upper")).Append("interval_kind"),
        .. probabilities.SelectMany(p => Of($"q_{NumberText.Format(p)}")),
        .. asked.Derivatives ? model.Features.SelectMany(f => Of($"d_{f.Name}")) : [],
    ];

    private IEnumerable<string> Top(int k) => [$"top_{k}_training_row", $"top_{k}_weight", .. Of($"top_{k}_value")];

    private IEnumerable<string> Effect(int k) => [.. Of($"top_{k}_contribution"), $"top_{k}_cumulative_weight", .. Of($"top_{k}_prediction_without")];

    /// <summary>One column, or one for each of several targets.</summary>
    private IEnumerable<string> Of(string name) => targets.Count == 1 ? [name] : targets.Select(t => $"{name}_{t}");
}
