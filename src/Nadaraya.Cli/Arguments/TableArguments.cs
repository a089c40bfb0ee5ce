using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>The options that say how a table is read.</summary>
internal sealed class TableArguments
{
    private static readonly string[] Databases = ["sqlite", "postgres", "postgresql"];

    private readonly Option<string> missing = Options.One("--missing", "error|drop", "What to do with missing values: refuse them (default), or drop such rows and count them.");
    private readonly Option<string[]> missingText = Options.Items("--missing-text", "LIST", "Texts that stand for a missing value beside the empty field, such as NA,-999.");
    private readonly Option<string> delimiter = Options.One("--delimiter", "C", "The character between cells; default a comma, in .tsv a tab (written tab or \\t).");
    private readonly Option<bool> decimalComma = Options.Flag("--decimal-comma", "Numbers in the table have a decimal comma.");
    private readonly Option<bool> allowRounding = Options.Flag("--allow-rounding", "Round whole numbers above 2^53 that no double holds exactly, instead of refusing them.");
    private readonly Option<string> from = Options.One("--from", "csv|tsv|jsonl", "The format; default by the ending of the file, csv on standard input.");
    private readonly Option<string> maxRows = Options.One("--max-rows", "N", "Refuse a table of more data rows.");
    private readonly Option<string> maxMemory = Options.One("--max-memory", "SIZE", "Refuse a table that needs more memory, such as 2GB; default half of what the process may use.");

    private Option[] All => [missing, missingText, delimiter, decimalComma, allowRounding, from, maxRows, maxMemory];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        foreach (Option option in All)
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>The first of these options that a call has, null where it has none.</summary>
    public Option? FirstIn(Call call) => All.FirstOrDefault(call.Has);

    /// <summary>The options of a call.</summary>
    public TableOptions Of(Call call) => new()
    {
        Missing = Choice(call, missing, ("error", MissingValues.Error), ("drop", MissingValues.Drop)),
        MissingText = call.Items(missingText) ?? [],
        Delimiter = call.Text(delimiter) is string text ? Delimiter(text) : null,
        DecimalComma = call.Has(decimalComma),
        AllowRounding = call.Has(allowRounding),
        Format = Choice(call, from, ("csv", TableFormat.Csv), ("tsv", TableFormat.Tsv), ("jsonl", TableFormat.JsonLines)),
        MaxRows = call.Whole(maxRows, 1, long.MaxValue),
        MaxMemory = call.Text(maxMemory) is string size ? Quantity.Bytes(size, maxMemory.Name) : null,
    };

    /// <summary>Reads DATA.</summary>
    /// <param name="call">The call.</param>
    /// <param name="data">A file, or - for standard input.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="deadline">Until when.</param>
    public static Table Read(Call call, string data, TableOptions options, Deadline deadline)
    {
        RefuseDatabase(data);
        using ProgressBar bar = call.Watch("Reading");
        TableOptions watched = options with { Progress = bar };
        return deadline.Within("reading the data", token => data == "-" && call.Terminal.Input is Stream input
            ? Table.Read(input, "standard input", watched.Format == TableFormat.Auto ? watched with { Format = TableFormat.Csv } : watched, token)
            : Table.Read(data, watched, token));
    }

    /// <summary>The value of an option that takes one of a few words; the default of the type where it is absent.</summary>
    public static T Choice<T>(Call call, Option<string> option, params (string Word, T Value)[] words)
        where T : struct
    {
        if (call.Text(option) is not string text)
        {
            return default;
        }

        int at = Array.FindIndex(words, w => w.Word == text);
        return at >= 0
            ? words[at].Value
            : throw new UsageException($"{option.Name} is {OneLine.Quote(text)}; expected {string.Join(" or ", words.Select(w => w.Word))}.");
    }

    private static char Delimiter(string text) => text switch
    {
        "tab" or "\\t" => '\t',
        { Length: 1 } => text[0],
        _ => throw new UsageException($"--delimiter is {OneLine.Quote(text)}; expected one character, or tab."),
    };

    /// <summary>A connection may hold a password: the message repeats nothing but the kind.</summary>
    private static void RefuseDatabase(string data)
    {
        string? kind = Databases.FirstOrDefault(k => data.StartsWith(k + ":", StringComparison.OrdinalIgnoreCase));
        if (kind is not null && !File.Exists(data))
        {
            throw new UsageException($"DATA is a {kind}: source, which this version does not read; expected a .csv, .tsv or .jsonl file, or - for standard input; export the table first.");
        }
    }
}
