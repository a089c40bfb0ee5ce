namespace Nadaraya;

/// <summary>The language of chart labels and reports. Always chosen by the caller; the machine's culture is never asked.</summary>
public enum Language
{
    /// <summary>English, with the terms of <i>Dive into Deep Learning</i>.</summary>
    English,

    /// <summary>Simplified Chinese, with the terms of the Chinese edition.</summary>
    Chinese,
}
