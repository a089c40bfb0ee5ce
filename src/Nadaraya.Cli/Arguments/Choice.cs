using System.CommandLine;

namespace Nadaraya.Cli;

/// <summary>Options whose value is one of a few words, a share, or says nothing without another option.</summary>
internal static class Choice
{
    /// <summary>The value of a word; null where the option is not there or has no value.</summary>
    /// <exception cref="UsageException">It is none of the words.</exception>
    public static T? Word<T>(Call call, Option<string> option, (string Word, T Value)[] words)
        where T : struct
    {
        if (call.Text(option) is not string text)
        {
            return null;
        }

        int at = Array.FindIndex(words, w => w.Word == text);
        return at >= 0 ? words[at].Value : throw new UsageException($"{option.Name} is {OneLine.Quote(text)}; expected {string.Join(", ", words.Select(w => w.Word))}.");
    }

    /// <summary>A number between 0 and 1; null where the option is not there.</summary>
    /// <exception cref="UsageException">It is no such number.</exception>
    public static double? Share(Call call, Option<string> option, string example)
    {
        if (call.Text(option) is not string text)
        {
            return null;
        }

        double share = ListText.Number(text, option.Name);
        return share is > 0 and < 1 ? share : throw new UsageException($"{option.Name} is {OneLine.Quote(text)}; expected a number between 0 and 1, such as {example}.");
    }

    /// <summary>Refuses an option that says nothing without another.</summary>
    public static void Needs(Call call, Option option, bool there, string other)
    {
        if (call.Has(option) && !there)
        {
            throw new UsageException($"{option.Name} says nothing without {other}; add that, or leave {option.Name} out.");
        }
    }
}
