using System.Text;

namespace Nadaraya.Cli.Demo;

/// <summary>Writes a lesson as text: each step, beside it the C#, then what came out.</summary>
internal static class TerminalLesson
{
    private const int Width = 96;
    private const string Indent = "  ";

    public static string Head(Lesson lesson) => $"{lesson.Title}\n{new string('=', Columns(lesson.Title))}\n{Wrap(lesson.Subtitle, string.Empty)}\n";

    public static string Write(Lesson lesson, LessonPart part)
    {
        StringBuilder text = new();
        if (part.Section is string section)
        {
            text.Append('\n').Append(section).Append('\n').Append('=', Columns(section)).Append('\n');
        }

        text.Append('\n').Append(part.Title).Append('\n').Append('-', Columns(part.Title)).Append('\n');
        int label = Math.Max(Columns(lesson.Text.ChapterLabel), 2);
        Beside(text, lesson.Text.ChapterLabel, part.Chapter, label);
        Beside(text, "C#", part.Code, label);
        foreach (string note in part.Notes)
        {
            text.Append(Wrap(note, Indent)).Append('\n');
        }

        if (part.Table is { } table)
        {
            Write(text, table);
        }

        return text.ToString();
    }

    /// <summary>How many columns a text takes: Chinese, Japanese and Korean characters and full-width signs take two.</summary>
    public static int Columns(string text) => text.EnumerateRunes().Sum(Columns);

    private static int Columns(Rune rune) => rune.Value is (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1;

    private static void Beside(StringBuilder text, string label, string body, int width)
    {
        string[] lines = body.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            text.Append(Indent).Append(i == 0 ? Pad(label, width, right: false) : new string(' ', width)).Append(" | ").Append(lines[i]).Append('\n');
        }
    }

    private static void Write(StringBuilder text, LessonTable table)
    {
        int[] widths = [.. table.Columns.Select((name, c) => table.Rows.Select(r => Columns(r[c])).Append(Columns(name)).Max())];
        void Line(IReadOnlyList<string> cells)
        {
            text.Append(Indent);
            for (int c = 0; c < cells.Count; c++)
            {
                text.Append(c == 0 ? string.Empty : "  ").Append(Pad(cells[c], widths[c], right: !(table.Named && c == 0)));
            }

            while (text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        Line(table.Columns);
        Line([.. widths.Select(w => new string('-', w))]);
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            Line(row);
        }
    }

    private static string Pad(string text, int width, bool right)
    {
        string space = new(' ', Math.Max(0, width - Columns(text)));
        return right ? space + text : text + space;
    }

    /// <summary>Breaks at spaces, and between Chinese characters but not before a sign that closes.</summary>
    private static string Wrap(string words, string indent)
    {
        StringBuilder wrapped = new(indent);
        int column = indent.Length;
        foreach (string word in Pieces(words))
        {
            int width = Columns(word.TrimEnd(' '));
            if (column + width > Width && column > indent.Length)
            {
                while (wrapped[^1] == ' ')
                {
                    wrapped.Length--;
                }

                wrapped.Append('\n').Append(indent);
                column = indent.Length;
            }

            wrapped.Append(word);
            column += Columns(word);
        }

        return wrapped.ToString().TrimEnd(' ');
    }

    private static IEnumerable<string> Pieces(string words)
    {
        StringBuilder piece = new();
        Rune[] runes = [.. words.EnumerateRunes()];
        for (int i = 0; i < runes.Length; i++)
        {
            piece.Append(runes[i].ToString());
            bool closes = i + 1 < runes.Length && "，。；：、？！）”》".Contains(runes[i + 1].ToString(), StringComparison.Ordinal);
            bool opens = "（“《".Contains(runes[i].ToString(), StringComparison.Ordinal);
            if (runes[i].Value == ' ' || (Columns(runes[i]) == 2 && !closes && !opens))
            {
                yield return piece.ToString();
                piece.Clear();
            }
        }

        yield return piece.ToString();
    }
}
