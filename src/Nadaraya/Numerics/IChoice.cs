namespace Nadaraya.Numerics;

/// <summary>A yes or no that a loop is compiled for, so that it costs nothing inside.</summary>
internal interface IChoice
{
    /// <summary>Which.</summary>
    static abstract bool Is { get; }
}

/// <summary>Yes.</summary>
internal readonly struct Yes : IChoice
{
    public static bool Is => true;
}

/// <summary>No.</summary>
internal readonly struct No : IChoice
{
    public static bool Is => false;
}
