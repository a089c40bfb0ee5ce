using System.Text;

namespace Nadaraya.Data.Tests;

/// <summary>Columns of levels, circles and clusters.</summary>
public class LevelTests
{
    [Theory]
    [InlineData("b\na\nB\na\n", "B|a|b", "2 1 0 1")]
    [InlineData("10\n9\n9.5\n9\n", "9|9.5|10", "2 0 1 0")]
    [InlineData("10\n9\nx\n", "10|9|x", "0 1 2")]
    [InlineData("1\n1.0\n", "1|1.0", "0 1")]
    public void ToDataset_Unordered_HasLevelsInAnOrderOfTheirOwn(string column, string levels, string indexes)
    {
        Dataset data = Dataset(column, new() { Targets = ["y"], Unordered = ["c"] });
        Assert.Equal(FeatureKind.Unordered, data.FeatureTypes[0].Kind);
        Assert.Equal(levels.Split('|'), data.FeatureTypes[0].Levels);
        Assert.Equal(indexes, string.Join(' ', data.Feature(0).ToArray()));
    }

    [Fact]
    public void ToDataset_Ordered_IsByNumber()
    {
        Dataset data = Dataset("10\n9\n2.5\n", new() { Targets = ["y"], Ordered = [new("c")] });
        Assert.Equal(["2.5", "9", "10"], data.FeatureTypes[0].Levels);
        Assert.Equal([2.5, 9, 10], data.FeatureTypes[0].Scores);
        Assert.Equal([2, 1, 0], data.Feature(0).ToArray());
    }

    [Fact]
    public void ToDataset_OrderGiven_KeepsLevelsNoRowHas()
    {
        Dataset data = Dataset("S\nL\nS\n", new() { Targets = ["y"], Ordered = [new("c", ["S", "M", "L"])] });
        Assert.Equal(["S", "M", "L"], data.FeatureTypes[0].Levels);
        Assert.Equal([0, 1, 2], data.FeatureTypes[0].Scores);
        Assert.Equal([0, 2, 0], data.Feature(0).ToArray());
        Assert.Equal([8, 12, 16], Dataset("8\n", new() { Targets = ["y"], Ordered = [new("c", ["8", "12", "16"])] }).FeatureTypes[0].Scores);
    }

    [Fact]
    public void ToDataset_DecimalCommas_AreNumbersOfAnOrder()
    {
        Table table = Given.Csv("c;y\n1,5;1\n0,5;2\n", new() { Delimiter = ';', DecimalComma = true });
        Dataset data = table.ToDataset(new DatasetOptions { Targets = ["y"], Ordered = [new("c")] }).Dataset;
        Assert.Equal([0.5, 1.5], data.FeatureTypes[0].Scores);
    }

    [Fact]
    public void ToDataset_TextsOfJson_AreLevelsLikeNumbers()
    {
        Table table = Given.Json("{\"c\":1,\"y\":1}\n{\"c\":\"1\",\"y\":2}\n{\"c\":\"\",\"y\":2}\n");
        Assert.Equal(["", "1"], table.ToDataset(new DatasetOptions { Targets = ["y"], Unordered = ["c"] }).Dataset.FeatureTypes[0].Levels);
    }

    [Theory]
    [InlineData("S\nXL\n", "t.csv, line 3, row 2, column 'c': 'XL' is none of the levels of --ordered; expected one of 'S', 'M'; mend it, or give it a place in the order.")]
    [InlineData("S\n\n", "t.csv, line 3, row 2, column 'c': there is no value; expected a level; fill it in, or drop such rows with --missing drop.")]
    public void ToDataset_OutOfTheOrder_IsRefusedWithItsCell(string column, string message) =>
        Assert.Equal(message, Given.Refusal(() => Dataset(column, new() { Targets = ["y"], Ordered = [new("c", ["S", "M"])] })));

    [Theory]
    [InlineData("1\nlow\n", "t.csv, line 3, row 2, column 'c': 'low' is not a number; expected a form such as -12.5 or 3e-4; mend it, or give the levels in their order, such as --ordered 'c:low<high'.")]
    [InlineData("1\n2\n1.0\n", "t.csv, line 4, row 3, column 'c': '1.0' is the same number as level '1'; expected one text for a level; write it one way, or give the levels in their order, such as --ordered 'c:low<high'.")]
    public void ToDataset_NoNumberInAnOrder_IsRefusedWithItsCell(string column, string message) =>
        Assert.Equal(message, Given.Refusal(() => Dataset(column, new() { Targets = ["y"], Ordered = [new("c")] })));

    [Fact]
    public void ToDataset_MissingDrop_ForgetsLevelsOfDroppedRows()
    {
        Table table = Given.Csv("c,g,y\na,p,1\nb,p,\nNA,q,2\nc,,3\nd,r,4\n", new() { Missing = MissingValues.Drop, MissingText = ["NA"] });
        DatasetResult result = table.ToDataset(new DatasetOptions { Targets = ["y"], Unordered = ["c"], Cluster = "g" });
        Assert.Equal((5, 3), (result.RowsRead, result.RowsDropped));
        Assert.Equal(["a", "d"], result.Dataset.FeatureTypes[0].Levels);
        Assert.Equal(["p", "r"], result.Dataset.Clusters);
        Assert.Equal("g", result.Dataset.ClusterName);
        Assert.Equal(["c"], result.Dataset.FeatureNames);
    }

    [Fact]
    public void ToDataset_Periodic_HasItsPeriod()
    {
        Dataset data = Dataset("1\n23\n", new() { Targets = ["y"], Periods = new Dictionary<string, double> { ["c"] = 24 } });
        Assert.Equal((FeatureKind.Periodic, 24), (data.FeatureTypes[0].Kind, data.FeatureTypes[0].Period));
    }

    [Fact]
    public void ToDataset_SeveralFaults_ReportsTheFirstRowOfAnyKind()
    {
        Table table = Given.Csv("c,x,y\nS,1,1\nM,b,2\nXL,2,3\n");
        DatasetOptions options = new() { Targets = ["y"], Ordered = [new("c", ["S", "M"])] };
        Assert.Contains("line 3, row 2, column 'x'", Given.Refusal(() => table.ToDataset(options)), StringComparison.Ordinal);
    }

    [Fact]
    public void ToDataset_RolesThatClash_AreRefused()
    {
        Table table = Given.Csv("c,d,y\na,1,1\n");
        Refuses(table, new() { Targets = ["y"], Features = ["d"], Unordered = ["c"] }, "column 'c' is declared by --categorical and is no feature; expected one of the features; name it with --features too, or take it out of --categorical.");
        Refuses(table, new() { Targets = ["y"], Unordered = ["c"], Ordered = [new("c")] }, "column 'c' is named as --categorical and as --ordered; expected one role for a column; take it out of one.");
        Refuses(table, new() { Targets = ["y"], Cluster = "y" }, "column 'y' is named as a target and as the cluster; expected one role for a column; take it out of one.");
        Refuses(table, new() { Targets = ["y"], Unordered = ["q"] }, "there is no column 'q' for --categorical; expected one of 'c', 'd', 'y'; did you mean 'c'?");
        Refuses(table, new() { Targets = ["y"], Unordered = ["c", "c"] }, "column 'c' is named twice in --categorical; expected every column once; take one out.");
    }

    [Fact]
    public void ToDataset_TooManyLevels_IsALimit()
    {
        Table table = Given.Csv("c,y\n" + string.Concat(Enumerable.Range(0, 4097).Select(i => $"v{i},1\n")));
        LimitException error = Assert.Throws<LimitException>(() => table.ToDataset(new DatasetOptions { Targets = ["y"], Unordered = ["c"] }));
        Assert.Equal("t.csv, line 4098, row 4097, column 'c': there are more than 4096 levels; expected at most so many; leave the column out by listing the others with --features, or join rare levels.", error.Message);
        Table grouped = Given.Csv("c,x,y\n" + string.Concat(Enumerable.Range(0, 4097).Select(i => $"v{i},{i},1\n")));
        Assert.Equal(4097, grouped.ToDataset(new DatasetOptions { Targets = ["y"], Cluster = "c" }).Dataset.Clusters.Count);
    }

    [Fact]
    public void ToQueries_OfAModel_KnowsItsLevels()
    {
        Dataset data = Given.Csv("c,x,y\na,1,1\n\"b, \"\"q\"\"\nz\",2,2\na,3,4\n").ToDataset(new DatasetOptions { Targets = ["y"], Unordered = ["c"] }).Dataset;
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["c"] = 0.1, ["x"] = 1 }) });
        Table table = Given.Csv("x,c\n1,\"b, \"\"q\"\"\nz\"\n2,\n3,new\n");
        Assert.Equal(
            "t.csv, line 5, row 3, column 'c': 'new' is a level that the model has never seen; expected one of 'a', 'b, \"q\"\\nz'; mend it, or add --unseen different to take it as unlike all.",
            Given.Refusal(() => table.ToQueries(model, missing: MissingValues.Drop)));
        TableQueries queries = table.ToQueries(model, UnseenLevels.Different, MissingValues.Drop);
        Assert.Equal([1, -1], queries.Columns[0]);
        Assert.Equal([1, 3], queries.RowNumbers);
        Assert.Contains("there is no value; expected a level", Given.Refusal(() => table.ToQueries(model, UnseenLevels.Different)), StringComparison.Ordinal);
    }

    private static void Refuses(Table table, DatasetOptions options, string message) =>
        Assert.Equal($"t.csv: {message}", Given.Refusal(() => table.ToDataset(options)));

    private static Dataset Dataset(string column, DatasetOptions options)
    {
        StringBuilder text = new("c,y\n");
        foreach (string cell in column[..^1].Split('\n'))
        {
            _ = text.Append(cell).Append(",1\n");
        }

        return Given.Csv(text.ToString()).ToDataset(options).Dataset;
    }
}
