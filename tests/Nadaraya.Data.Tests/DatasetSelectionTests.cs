namespace Nadaraya.Data.Tests;

public class DatasetSelectionTests
{
    private const string Plain = "a,b,y,w,id\n1,10,100,1,p\n2,20,200,2,q\n3,30,300,0,r\n";

    [Fact]
    public void ToDataset_Target_TakesEveryOtherColumn()
    {
        Dataset data = Given.Csv("a,y,b\n1,2,3\n4,5,6\n").ToDataset(target: "y");
        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal(["y"], data.TargetNames);
        Assert.Equal([1, 4], data.Feature(0).ToArray());
        Assert.Equal([3, 6], data.Feature(1).ToArray());
        Assert.Equal([2, 5], data.Target().ToArray());
        Assert.False(data.HasRowNumbers);
    }

    [Fact]
    public void ToDataset_Roles_LeaveTheOtherColumnsAsFeatures()
    {
        DatasetResult result = Given.Csv(Plain).ToDataset(new DatasetOptions { Targets = ["y", "b"], Weights = "w", WeightsAre = WeightMeaning.Frequency, Id = "id" });
        Dataset data = result.Dataset;
        Assert.Equal(["a"], data.FeatureNames);
        Assert.Equal(["y", "b"], data.TargetNames);
        Assert.Equal([10, 20, 30], data.Target(1).ToArray());
        Assert.Equal([1, 2, 0], data.Weights.ToArray());
        Assert.Equal(("w", WeightMeaning.Frequency), (data.WeightsName, data.WeightMeaning));
        Assert.Equal("q", data.Id(1));
        Assert.Equal((3, 0), (result.RowsRead, result.RowsDropped));
    }

    [Fact]
    public void ToDataset_Features_KeepTheOrderGiven()
    {
        Dataset data = Given.Csv(Plain).ToDataset(new DatasetOptions { Targets = ["y"], Features = ["b", "a"] }).Dataset;
        Assert.Equal(["b", "a"], data.FeatureNames);
        Assert.Equal([10, 20, 30], data.Feature(0).ToArray());
    }

    [Fact]
    public void ToDataset_MissingByDefault_IsRefusedWithItsCell()
    {
        string message = Given.Refusal(() => Given.Csv("x,y\n1,2\n3,\n,4\n").ToDataset("y"));
        Assert.Equal("t.csv, line 3, row 2, column 'y': there is no value; expected a number; fill it in, or drop such rows with --missing drop.", message);
    }

    [Fact]
    public void ToDataset_MissingDrop_CountsAndKeepsRowNumbers()
    {
        Table table = Given.Csv("x,y,w,note\n,1,1,a\n2,2,1,\n3,,1,c\n4,4,NA,d\n5,5,1,\n", new() { Missing = MissingValues.Drop, MissingText = ["NA"] });
        DatasetResult result = table.ToDataset(new DatasetOptions { Targets = ["y"], Features = ["x"], Weights = "w", Id = "note" });
        Assert.Equal((5, 3), (result.RowsRead, result.RowsDropped));
        Assert.Equal([2, 5], Enumerable.Range(0, 2).Select(result.Dataset.RowNumber));
        Assert.Equal([2, 5], result.Dataset.Feature(0).ToArray());
        Assert.Equal(string.Empty, result.Dataset.Id(0));
    }

    [Fact]
    public void ToDataset_MissingDrop_DoesNotForgiveText()
    {
        Table table = Given.Csv("x,y\n1,2\nNA,3\n", new() { Missing = MissingValues.Drop });
        string message = Given.Refusal(() => table.ToDataset("y"));
        Assert.Contains("line 3, row 2, column 'x': 'NA'", message, StringComparison.Ordinal);
        Assert.Contains("--missing-text 'NA'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToDataset_AllRowsDropped_IsRefused()
    {
        Table table = Given.Csv("x,y\n1,\n,3\n", new() { Missing = MissingValues.Drop });
        Assert.Contains("all 2 rows", Given.Refusal(() => table.ToDataset("y")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,y\n1,2\nred,3\n", "line 3, row 2, column 'x': 'red'", "--features")]
    [InlineData("x,y\n1,2\n2,red\n", "line 3, row 2, column 'y': 'red'", "--target")]
    [InlineData("x,y\n1,2\n\"1,5\",3\n", "line 3, row 2, column 'x': '1,5'", "--decimal-comma")]
    [InlineData("x,y\nNaN,2\n", "column 'x': 'NaN'", "--missing-text 'NaN'")]
    [InlineData("x,y\n1,Infinity\n", "column 'y': 'Infinity'", "expected")]
    [InlineData("x,y\n1e309,2\n", "column 'x': '1e309'", "beyond the largest double")]
    [InlineData("x,y\n1e-400,2\n", "column 'x': '1e-400'", "rounds to zero")]
    [InlineData("x,y\n9007199254740993,2\n", "column 'x': '9007199254740993'", "--allow-rounding")]
    [InlineData("x,y\n 1,2\n", "column 'x': ' 1'", "expected")]
    [InlineData("x,y\n0x1F,2\n", "column 'x': '0x1F'", "expected")]
    public void ToDataset_CellThatIsNoNumber_IsOneLineWithAllParts(string text, params string[] parts)
    {
        string message = Given.Refusal(() => Given.Csv(text).ToDataset("y"));
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.StartsWith("t.csv, line ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToDataset_SeveralFaults_ReportsTheFirstRow()
    {
        string message = Given.Refusal(() => Given.Csv("y,x\n1,2\n3,b\na,4\n").ToDataset("y"));
        Assert.Contains("line 3, row 2, column 'x'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToDataset_TextInAnUnusedColumn_DoesNotMatter()
    {
        Dataset data = Given.Csv("x,name,y\n1,ann,2\n").ToDataset(new DatasetOptions { Targets = ["y"], Features = ["x"] }).Dataset;
        Assert.Equal(["x"], data.FeatureNames);
    }

    [Fact]
    public void ToDataset_UnknownColumn_ListsNamesAndTheNearest()
    {
        string message = Given.Refusal(() => Given.Csv("times,accel\n1,2\n").ToDataset("acel"));
        Assert.Equal("t.csv: there is no column 'acel' for --target; expected one of 'times', 'accel'; did you mean 'accel'?", message);
        Assert.Contains("did you mean 'accel'?", Given.Refusal(() => Given.Csv("times,accel\n1,2\n").ToDataset("Accel")), StringComparison.Ordinal);
        Assert.Contains("--delimiter", Given.Refusal(() => Given.Csv("times;accel\n1;2\n").ToDataset("y")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", "y", null, "a feature and as a target")]
    [InlineData("y", "w", "w", "a feature and as the row weights")]
    [InlineData("y", "a", "y", "a target and as the row weights")]
    [InlineData("y", "a,a", null, "named twice in --features")]
    [InlineData("y,y", "a", null, "named twice in --target")]
    [InlineData("y", "", null, "--features names no column")]
    [InlineData("", "a", null, "no target is named")]
    [InlineData("y", "q", null, "no column 'q' for --features")]
    [InlineData("y", "a", "q", "no column 'q' for --weights")]
    public void ToDataset_RolesThatClash_AreRefused(string targets, string features, string? weights, string part)
    {
        DatasetOptions options = new() { Targets = Split(targets), Features = Split(features), Weights = weights };
        Assert.Contains(part, Given.Refusal(() => Given.Csv(Plain).ToDataset(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void ToDataset_OnlyTheTarget_IsRefused() =>
        Assert.Contains("no column is left", Given.Refusal(() => Given.Csv("y\n1\n").ToDataset("y")), StringComparison.Ordinal);

    [Theory]
    [InlineData("x,y,w\n1,2,1\n3,4,-1\n", WeightMeaning.Importance, "line 3, row 2, column 'w': '-1'")]
    [InlineData("x,y,w\n1,2,1.5\n", WeightMeaning.Frequency, "line 2, row 1, column 'w': '1.5'")]
    [InlineData("x,y,w\n1,2,0\n", WeightMeaning.Importance, "0 in every row")]
    [InlineData("x,y,w\n1,2,\n", WeightMeaning.Importance, "line 2, row 1, column 'w': there is no value")]
    [InlineData("x,y,w\n1,2,b\n", WeightMeaning.Importance, "--weights")]
    public void ToDataset_BadWeights_AreRefusedWithTheirCell(string text, WeightMeaning meaning, string part)
    {
        DatasetOptions options = new() { Targets = ["y"], Weights = "w", WeightsAre = meaning };
        Assert.Contains(part, Given.Refusal(() => Given.Csv(text).ToDataset(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void ToDataset_AllowRounding_TakesTheNearest()
    {
        Dataset data = Given.Csv("x,y\n9007199254740993,1\n", new() { AllowRounding = true }).ToDataset("y");
        Assert.Equal(9007199254740992, data.Feature(0)[0]);
    }

    [Fact]
    public void ToQueries_ColumnsByName_IgnoresTheOthers()
    {
        TableQueries queries = Given.Csv("note,b,a\nhello,1,2\n,3,4\n").ToQueries(["a", "b"]);
        Assert.Equal([2, 4], queries.Columns[0]);
        Assert.Equal([1, 3], queries.Columns[1]);
        Assert.Equal([1, 2], queries.RowNumbers);
        Assert.Equal(0, queries.RowsDropped);
    }

    [Fact]
    public void ToQueries_MissingDrop_KeepsRowNumbersAndText()
    {
        Table table = Given.Csv("k,x\n01,1\n02,\n\"0,3\",3\n");
        TableQueries queries = table.ToQueries(["x"], MissingValues.Drop);
        Assert.Equal([1, 3], queries.RowNumbers);
        Assert.Equal((3, 1), (queries.RowsRead, queries.RowsDropped));
        Assert.Equal("0,3", table.Text(queries.RowNumbers[1] - 1, table.IndexOf("k")));
    }

    [Fact]
    public void ToQueries_FaultyData_IsRefused()
    {
        Table table = Given.Csv("x,z\n1,a\n,2\n");
        Assert.Contains("there is no column 'w'", Given.Refusal(() => table.ToQueries(["w"])), StringComparison.Ordinal);
        Assert.Contains("line 2, row 1, column 'z': 'a'", Given.Refusal(() => table.ToQueries(["z"])), StringComparison.Ordinal);
        Assert.Contains("--missing drop", Given.Refusal(() => table.ToQueries(["x"])), StringComparison.Ordinal);
    }

    [Fact]
    public void ToQueries_ManyRows_FindsTheFirstFaultOnEveryPartition()
    {
        string text = "x\n" + string.Concat(Enumerable.Range(0, 60_000).Select(i => i is 41_000 or 50_000 or 59_999 ? "bad\n" : "1\n"));
        Assert.Contains("line 41002, row 41001, column 'x': 'bad'", Given.Refusal(() => Given.Csv(text).ToQueries(["x"])), StringComparison.Ordinal);
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
