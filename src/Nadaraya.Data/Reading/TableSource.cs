namespace Nadaraya.Data;

/// <summary>Opens what a user names and hands it to the reader of its format.</summary>
internal static class TableSource
{
    public const string StandardInput = "standard input";

    public static Table Read(string path, TableOptions options, CancellationToken cancellation)
    {
        if (path == "-")
        {
            TableFormat format = options.Format == TableFormat.Auto ? TableFormat.Csv : options.Format;
            using Stream input = Console.OpenStandardInput();
            return Read(input, StandardInput, options with { Format = format }, cancellation);
        }

        using FileStream file = Open(path);
        return Read(file, path, options, cancellation);
    }

    public static Table Read(Stream stream, string source, TableOptions options, CancellationToken cancellation)
    {
        TableFormat format = options.Format == TableFormat.Auto ? FormatOf(source) : options.Format;
        if (format == TableFormat.JsonLines && (options.Delimiter is not null || options.DecimalComma))
        {
            string option = options.DecimalComma ? "--decimal-comma" : "--delimiter";
            throw new ArgumentException($"{option} was given for {Show.Source(source)}; expected it with delimited text only, for JSON lines have their own grammar; leave it out.");
        }

        TableBuilder table = new(source, options);
        using ByteGuard guard = new(stream, source, format != TableFormat.JsonLines, options.Progress, cancellation);
        if (format == TableFormat.JsonLines)
        {
            new JsonLinesReader(guard, table).Read();
        }
        else
        {
            new CsvTableReader(guard, table, options.Delimiter ?? (format == TableFormat.Tsv ? '\t' : ',')).Read();
        }

        return table.Build();
    }

    private static TableFormat FormatOf(string source)
    {
        string ending = Path.GetExtension(source);
        return ending.ToUpperInvariant() switch
        {
            ".CSV" => TableFormat.Csv,
            ".TSV" => TableFormat.Tsv,
            ".JSONL" or ".NDJSON" => TableFormat.JsonLines,
            _ => throw new Place(source).Error(
                $"the ending {Show.Text(ending)} names no format; expected .csv, .tsv, .jsonl or .ndjson; name the format with --from csv, tsv or jsonl."),
        };
    }

    private static FileStream Open(string path)
    {
        Place place = new(path);
        if (path.Length == 0)
        {
            throw new Place("the name of the table").Error("it is empty; expected a file name; name a file, or - for standard input.");
        }

        if (Directory.Exists(path))
        {
            throw place.Error("it is a folder; expected a file; name a file in it.");
        }

        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                Options = FileOptions.SequentialScan,
                BufferSize = 0,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw place.Error("there is no such file; expected a table to read; check the name.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw place.Error("the file may not be read; expected permission to read it; change its mode or its owner.", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw place.Error($"the file can't be opened ({Show.Source(e.Message)}); expected a readable file; check the name.", e);
        }
    }
}
