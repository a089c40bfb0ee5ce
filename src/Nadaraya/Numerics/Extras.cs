namespace Nadaraya.Numerics;

/// <summary>The combinations of <see cref="IExtras"/>.</summary>
internal static class Extras
{
    /// <summary>The two sums alone.</summary>
    internal readonly struct None : IExtras
    {
        public static bool Left => false;

        public static bool Beside => false;
    }

    /// <summary>With a key left out.</summary>
    internal readonly struct Leaving : IExtras
    {
        public static bool Left => true;

        public static bool Beside => false;
    }

    /// <summary>With Σ w² and the largest w.</summary>
    internal readonly struct All : IExtras
    {
        public static bool Left => false;

        public static bool Beside => true;
    }

    /// <summary>With both.</summary>
    internal readonly struct AllLeaving : IExtras
    {
        public static bool Left => true;

        public static bool Beside => true;
    }
}
