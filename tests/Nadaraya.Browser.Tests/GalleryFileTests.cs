namespace Nadaraya.Browser.Tests;
public sealed class T { [Fact] public void W() { File.WriteAllText("/tmp/charts-en.html", Gallery.Build(ChartText.English).ToHtml()); File.WriteAllText("/tmp/charts-zh.html", Gallery.Build(ChartText.Chinese).ToHtml()); } }
