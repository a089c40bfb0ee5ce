namespace Nadaraya.Cli;

/// <summary>How the command ends after an exception: one line and an exit code.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Message">One line for standard error.</param>
internal readonly record struct Fault(ExitCode Code, string Message)
{
    /// <summary>The one place where exceptions become exit codes.</summary>
    public static Fault Of(Exception exception, Interruption interruption) => exception switch
    {
        AggregateException { InnerExceptions.Count: > 0 } many => Of(many.InnerExceptions[0], interruption),
        OperationCanceledException when interruption.Requested => new(interruption.Code, "interrupted; nothing partial is left behind."),
        UsageException or FormatException => new(ExitCode.Usage, OneLine.Of(exception.Message)),
        ArgumentException argument => new(ExitCode.Usage, OneLine.Of(WithoutParameter(argument))),
        DataException => new(ExitCode.Data, OneLine.Of(exception.Message)),
        ModelFileException => new(ExitCode.ModelFile, OneLine.Of(exception.Message)),
        LimitException => new(ExitCode.Limit, OneLine.Of(exception.Message)),
        OutOfMemoryException => new(ExitCode.Limit, "there is not enough memory for this; give fewer rows, or a machine with more."),
        OutputException or IOException => new(ExitCode.Output, OneLine.Of(exception.Message)),
        _ => new(ExitCode.Internal, OneLine.Of($"internal error: {exception.GetType().Name}: {exception.Message}; please report it with the command that led here.")),
    };

    /// <summary>The message as it was written: the platform adds the parameter's name and value, which mean nothing to a user.</summary>
    private static string WithoutParameter(ArgumentException argument)
    {
        string message = argument.Message;
        int added = argument.ParamName is null ? -1 : message.LastIndexOf($" (Parameter '{argument.ParamName}')", StringComparison.Ordinal);
        return added < 0 ? message : message[..added];
    }
}
