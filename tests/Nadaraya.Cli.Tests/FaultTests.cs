namespace Nadaraya.Cli.Tests;

public sealed class FaultTests : IDisposable
{
    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Fact]
    public void Fit_OfNoFile_IsADataError() =>
        session.Run("fit", session["none.csv"], "--target", "y", "--out", session["m"]).Fails(
            3, "DIR/none.csv: there is no such file; expected a table to read; check the name.");

    [Fact]
    public void Fit_OfAnUnknownColumn_ListsTheColumns() =>
        session.Run("fit", session.File("d.csv", "x,yield\n1,2\n"), "--target", "yeld", "--out", session["m"]).Fails(
            3, "DIR/d.csv: there is no column 'yeld' for --target; expected one of 'x', 'yield'; did you mean 'yield'?");

    [Fact]
    public void Fit_OfText_NamesFeatures()
    {
        session.Run("fit", session.File("d.csv", "x,city,y\n1,Bonn,2\n"), "--target", "y", "--out", session["m"]).Fails(
            3, "DIR/d.csv, line 2, row 1, column 'city': 'Bonn' is not a number; expected a form such as -12.5 or 3e-4; mend it, or take its texts as levels with --categorical, or leave the column out by listing the others with --features.");
        Assert.False(File.Exists(session["m"]));
    }

    [Fact]
    public void Fit_WithABandwidthForNoFeature_IsADataError() =>
        session.Run("fit", session.File("d.csv", "x,y\n1,2\n2,3\n"), "--target", "y", "--fix", "z=1", "--out", session["m"]).Fails(
            3, "A bandwidth is given for 'z', which is no feature: the features are x.");

    [Fact]
    public void Predict_WithAMissingValue_WritesNothing()
    {
        string model = session.Model();
        session.Run("x,k\n1,a\n,b\n", ["predict", model, "-", "--out", session["p.csv"]]).Fails(
            3, "standard input, line 3, row 2, column 'x': there is no value; expected a number; fill it in, or drop such rows with --missing drop.");
        Assert.False(File.Exists(session["p.csv"]));
    }

    [Fact]
    public void Predict_WithNamesThatCollide_IsRefusedBeforeAnyWork() =>
        session.Run("x,support\n1,a\n", ["predict", session.Model(), "-", "--keep", "support"]).Fails(
            3, "The output would have two columns named 'support'; expected a different name for every column; rename the column in the data, or leave it out of --keep.");

    [Fact]
    public void Info_OfNoModel_IsAModelError() =>
        session.Run("info", session["none"]).Fails(4, "DIR/none could not be read: there is no such file: name a model file that fit has written.");

    [Fact]
    public void Predict_WithADamagedModel_IsAModelError()
    {
        string model = session.Model();
        byte[] bytes = File.ReadAllBytes(model);
        bytes[^1] ^= 1;
        File.WriteAllBytes(model, bytes);
        Outcome predict = session.Run("x\n1\n", ["predict", model, "-"]);
        Assert.Equal((4, string.Empty), (predict.Code, predict.Output));
        Assert.Equal(1, predict.Error.Count(c => c == '\n'));
        Assert.StartsWith("nadaraya: DIR/model.safetensors is damaged", predict.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OfMoreRowsThanAllowed_IsALimit() =>
        session.Run("fit", Session.Motorcycle, "--target", "accel", "--max-rows", "5", "--out", session["m"]).Fails(
            6, $"{Session.Motorcycle}, line 7: there are more than the 5 data rows allowed; expected at most 5; raise --max-rows or give fewer rows.");

    [Fact]
    public void Fit_InMoreMemoryThanAllowed_IsALimit() =>
        session.Run("fit", Session.Motorcycle, "--target", "accel", "--max-memory", "1kB", "--out", session["m"]).Fails(
            6, $"{Session.Motorcycle}, line 1: the table needs more than the 1000 bytes of memory allowed; raise --max-memory, or give fewer rows or columns.");

    [Fact]
    public void Predict_BeyondTheDeadline_IsALimitAndWritesNothing()
    {
        string model = session.Model();
        using Deadline over = new(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        LimitException e = Assert.Throws<LimitException>(() => over.Within("predicting", token =>
        {
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
            return 0;
        }));
        Assert.Equal("the time limit of 0.001 s was over while predicting; raise --time-limit, or give fewer rows.", e.Message);
        using Interruption interruption = new();
        Assert.Equal(ExitCode.Limit, Fault.Of(e, interruption).Code);
        Assert.True(File.Exists(model));
    }

    [Fact]
    public void Fit_IntoNoFolder_IsAnOutputErrorBeforeAnyWork() =>
        session.Run("fit", session["none.csv"], "--target", "y", "--out", session["no/m.safetensors"]).Fails(
            7, "DIR/no/m.safetensors: there is no folder 'DIR/no'; expected one to write to; make it, or name another with --out.");

    [Fact]
    public void Predict_IntoAFolder_IsAnOutputError() =>
        session.Run("predict", "m", "d.csv", "--out", session.Folder).Fails(
            7, "DIR: it is a folder; expected the name of a file; name one in it with --out.");

    [Fact]
    public void Predict_ToAStreamThatFails_IsAnOutputError()
    {
        using Full full = new();
        Outcome predict = session.Run("x\n1\n", ["predict", session.Model(), "-"], null, full);
        Assert.Equal((7, "nadaraya: no space left.\n"), (predict.Code, predict.Error));
    }

    [Theory]
    [InlineData(130)]
    [InlineData(143)]
    public void Fit_Interrupted_SaysSoAndLeavesNothing(int code)
    {
        string[] arguments = ["fit", Session.Motorcycle, "--target", "accel", "--out", session["m.safetensors"]];
        session.Run(null, arguments, i => i.Request((ExitCode)code)).Fails(code, "interrupted; nothing partial is left behind.");
        Assert.Empty(Directory.EnumerateFileSystemEntries(session.Folder));
    }

    [Fact]
    public void Fault_OfAnythingElse_IsInternalAndOneLine()
    {
        using Interruption interruption = new();
        Fault fault = Fault.Of(new InvalidOperationException("first\r\n  second\u001b[31m"), interruption);
        Assert.Equal(
            (ExitCode.Internal, "internal error: InvalidOperationException: first   second\\u001b[31m; please report it with the command that led here."),
            (fault.Code, fault.Message));
        Assert.Equal(70, (int)fault.Code);
    }

    [Fact]
    public void Fault_OfAnArgument_LeavesOutItsName()
    {
        using Interruption interruption = new();
        Assert.Equal(new Fault(ExitCode.Usage, "a is 0."), Fault.Of(new ArgumentOutOfRangeException("a", 0, "a is 0."), interruption));
        Assert.Equal(ExitCode.Limit, Fault.Of(new AggregateException(new OutOfMemoryException()), interruption).Code);
    }

    /// <summary>A stream on a full disk.</summary>
    private sealed class Full : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("no space left.");

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("no space left.");
    }
}
