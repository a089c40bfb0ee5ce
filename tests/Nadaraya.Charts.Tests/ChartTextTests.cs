namespace Nadaraya.Charts.Tests;

public sealed class ChartTextTests
{
    [Fact]
    public void Chinese_EveryText_IsTranslatedWithTheSamePlaces()
    {
        foreach (var property in typeof(ChartText).GetProperties().Where(p => p.PropertyType == typeof(string)))
        {
            var (english, chinese) = ((string)property.GetValue(ChartText.English)!, (string)property.GetValue(ChartText.Chinese)!);
            Assert.NotEqual(english, chinese);
            Assert.Equal(Places(english), Places(chinese));
        }
    }

    [Fact]
    public void Chinese_Terms_AreTheChapters() =>
        Assert.Equal(("查询", "键", "注意力权重", "排序后的训练输入", "排序后的测试输入"), (ChartText.Chinese.Query, ChartText.Chinese.Key, ChartText.Chinese.AttentionWeight, ChartText.Chinese.SortedTrainingInputs, ChartText.Chinese.SortedTestingInputs));

    [Fact]
    public void For_Language_IsThatLanguage()
    {
        Assert.Same(ChartText.English, ChartText.For(Language.English));
        Assert.Same(ChartText.Chinese, ChartText.For(Language.Chinese));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChartText.For((Language)7));
    }

    private static IEnumerable<string> Places(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, "{[a-z]+}").Select(m => m.Value).Order();
}
