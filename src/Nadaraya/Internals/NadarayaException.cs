namespace Nadaraya;

/// <summary>Something a user can mend. The message says what was found, where, what was expected and the repair, in one line.</summary>
public abstract class NadarayaException : Exception
{
    private protected NadarayaException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}

/// <summary>The data can't be used as they are: a bad cell, a missing value, a column that is not there.</summary>
public sealed class DataException(string message, Exception? inner = null) : NadarayaException(message, inner);

/// <summary>A model file is damaged, of a newer version, or not a model.</summary>
public sealed class ModelFileException(string message, Exception? inner = null) : NadarayaException(message, inner);

/// <summary>A limit on rows, memory or time would be exceeded.</summary>
public sealed class LimitException(string message, Exception? inner = null) : NadarayaException(message, inner);

/// <summary>Output could not be written completely.</summary>
public sealed class OutputException(string message, Exception? inner = null) : NadarayaException(message, inner);
