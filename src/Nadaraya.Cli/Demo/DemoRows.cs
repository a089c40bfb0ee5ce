using System.Globalization;

namespace Nadaraya.Cli.Demo;

/// <summary>The rows a lesson is held on, sorted by input as in the chapter, and where they come from.</summary>
internal sealed record DemoRows
{
    // Each weight of each test input is written and drawn, and the loss is walked some two hundred times over all pairs.
    private const int MostRows = 5000;

    /// <summary>w before training in golden a, whose rows are the lesson's own.</summary>
    private const double ChapterStart = 0.475;

    public required string XName { get; init; }

    public required string YName { get; init; }

    public required double[] X { get; init; }

    public required double[] Y { get; init; }

    /// <summary>The test inputs.</summary>
    public required double[] Queries { get; init; }

    /// <summary>w before training.</summary>
    public required double Start { get; init; }

    /// <summary>The noise-free function, where it is known.</summary>
    public Func<double, double>? Truth { get; init; }

    /// <summary>The file's name, where the rows are a class's own.</summary>
    public string? File { get; init; }

    /// <summary>The seed, where the rows are newly drawn or w's start is.</summary>
    public int? Seed { get; init; }

    public Dataset ToDataset() => new([new(XName, X)], [new(YName, Y)]);

    /// <summary>The truth at the test inputs, where it is known.</summary>
    public double[]? TruthAtQueries => Truth is null ? null : [.. Queries.Select(Truth)];

    /// <summary>Root mean squared error against the truth at the test inputs; null where the truth or a prediction is not known.</summary>
    public double? Error(IReadOnlyList<double?> predictions) => TruthAtQueries is not { } truth || predictions.Any(p => p is null)
        ? null
        : Math.Sqrt(predictions.Zip(truth, (p, t) => (p!.Value - t) * (p.Value - t)).Average());

    public static DemoRows Load(DemoOptions options, Table? own, CancellationToken cancellation)
    {
        if (own is not null)
        {
            return FromTable(own, options.Seed, cancellation);
        }

        bool current = options.Edition == DemoEdition.Current;
        Func<double, double> truth = current ? ChapterRows.CurrentTruth : ChapterRows.Truth;
        if (options.Seed is int seed)
        {
            ChapterRows drawn = current ? ChapterRows.DrawCurrent(40, seed) : ChapterRows.Draw(50, seed);
            return Own([.. drawn.X], [.. drawn.Y], drawn.Start, truth) with { Seed = seed };
        }

        string name = current ? "d2l-current.csv" : "d2l-chapter.csv";
        using Stream stream = typeof(DemoRows).Assembly.GetManifestResourceStream(name)!;
        Dataset data = Table.Read(stream, name, cancellationToken: cancellation).ToDataset("y");
        return Own(data.Feature(0).ToArray(), data.Target().ToArray(), ChapterStart, truth);
    }

    private static DemoRows Own(double[] x, double[] y, double start, Func<double, double> truth) => new()
    {
        XName = "x",
        YName = "y",
        X = x,
        Y = y,
        Queries = [.. ChapterRows.Queries],
        Start = start,
        Truth = truth,
    };

    private static DemoRows FromTable(Table table, int? seed, CancellationToken cancellation)
    {
        (string xName, string yName) = Choose(table);
        Dataset data = table.ToDataset(new DatasetOptions { Targets = [yName], Features = [xName] }, cancellation).Dataset;
        double[] x = data.Feature(0).ToArray();
        double[] y = data.Target().ToArray();
        if (x.Length > MostRows)
        {
            throw new LimitException(string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Source} has {x.Length} rows: the demo shows every weight and takes at most {MostRows}; take a part of it, or use nadaraya fit."));
        }

        if (x.Length < 3)
        {
            throw new DataException($"{table.Source} has {x.Length} rows: the demo leaves each row out and looks at the others, which needs at least three.");
        }

        // A stable order: rows of equal input stay as the file has them.
        int[] order = [.. Enumerable.Range(0, x.Length).OrderBy(i => x[i])];
        (x, y) = ([.. order.Select(i => x[i])], [.. order.Select(i => y[i])]);
        (double low, double high) = (x[0], x[^1]);
        if (low == high || !double.IsFinite(high - low))
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"{table.Source}: {xName} runs from {low} to {high}: attention needs inputs that differ; choose another column by naming it x."));
        }

        return new()
        {
            XName = xName,
            YName = yName,
            X = x,
            Y = y,
            Queries = [.. Enumerable.Range(0, 50).Select(i => low + ((high - low) * i / 49.0))],
            Start = ChapterRows.Draw(1, seed ?? 0).Start,
            File = table.Source,
            Seed = seed ?? 0,
        };
    }

    private static (string X, string Y) Choose(Table table)
    {
        if (table.Contains("x") && table.Contains("y"))
        {
            return ("x", "y");
        }

        string[] numbers = [.. table.Columns.Where((_, index) => table.IsNumeric(index)).Take(2)];
        return numbers.Length == 2
            ? (numbers[0], numbers[1])
            : throw new DataException(
                $"{table.Source} has {Human.Count(numbers.Length, "column")} of numbers among {string.Join(", ", table.Columns)}: the demo needs an input and an output; name two columns x and y.");
    }
}
