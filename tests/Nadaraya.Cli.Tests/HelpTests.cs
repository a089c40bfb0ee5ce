namespace Nadaraya.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private static readonly string[] Later =
    [
        "--urls", "serve",
    ];

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void Run_WithoutWords_ShowsHowToBegin()
    {
        Outcome help = session.Run().Silent();
        Assert.Contains("Begin with:  nadaraya fit data.csv --target y", help.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fit")]
    [InlineData("predict")]
    [InlineData("weights")]
    [InlineData("evaluate")]
    [InlineData("compare")]
    [InlineData("effects")]
    [InlineData("test")]
    [InlineData("profile")]
    [InlineData("report")]
    [InlineData("info")]
    [InlineData("demo")]
    public void Help_OfAVerb_EndsWithAnExampleAndNamesNothingUnbuilt(string verb)
    {
        string help = session.Run(verb, "--help").Silent().Output;
        Assert.Contains($"nadaraya {verb} ", help, StringComparison.Ordinal);
        Assert.Contains($"\nExample:\n  nadaraya {verb} ", help, StringComparison.Ordinal);
        Assert.All(Later, word => Assert.DoesNotContain(word, help, StringComparison.Ordinal));
        Assert.Equal(help, session.Run(verb, "-h").Silent().Output);
    }

    [Theory]
    [InlineData("fit", "--categorical LIST|--ordered LIST|--periodic a=PERIOD|--cluster COL|--estimator NAME|--degree a=2|--terms generalized|--extrapolate|--publish FILE|--anonymity K")]
    [InlineData("profile", "--unordered-kernel NAME|--ordered-kernel NAME|--scale-factor C|--bandwidth-type fixed|--one-standard-error|--minimum-effective-sample N|--bag M:R")]
    [InlineData("predict", "--unseen error|--quantiles LIST|--unsupported none")]
    [InlineData("evaluate", "--weights W|--distribution")]
    [InlineData("weights", "--unseen error")]
    public void Help_OfAVerb_ShowsItsOptions(string verb, string options)
    {
        string help = session.Run(verb, "--help").Silent().Output;
        Assert.All(options.Split('|'), option => Assert.Contains(option.Split(' ')[0], help, StringComparison.Ordinal));
    }

    [Fact]
    public void Help_OfFit_ShowsMixedFeaturesInAnExample() =>
        Assert.Contains("--categorical female --ordered 'size:S<M<L' --estimator linear --bandwidth aicc\n", session.Run("fit", "--help").Silent().Output, StringComparison.Ordinal);

    [Fact]
    public void Help_OfTheCommand_ListsVerbsAndExitCodes()
    {
        string help = session.Run("--help").Silent().Output;
        Assert.Contains("  nadaraya [command] [options]", help, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0 done, 2 usage, 3 data, 4 model file, 5 database, 6 limit, 7 output, 70 internal error, 130 or 143 interrupted.", help, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_OfTheCommand_IsThree_Numbers() =>
        Assert.Matches(@"^\d+\.\d+\.\d+\n$", session.Run("--version").Silent().Output);
}
