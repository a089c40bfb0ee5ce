using System.Text;

namespace Nadaraya.Data.Tests;

public class MutationTests
{
    private static readonly string[] Tokens =
    [
        "NaN", "1e309", "1e-400", "-0", "9007199254740993", "\"", "\"\"", "\n", "\r", "\r\n", "\0", "\uFEFF", ",", ";", "\t", "1,5", "null", "{", "}",
        "[", "]", ":", "true", "\\ud800", "\\u0000", "\u2028", "\u001b[2J", "é", "𝛼", " ", "", "1e99999999999", "0x1", "Infinity", "--", "\"x\":1",
    ];

    private static readonly string[] CsvSeeds =
    [
        "x,y\n1,2\n3,4\n", "\uFEFF\"x\",y\r\n1.5e3,-2\r\n\"3\",\"4\"\r\n", "x,y,w\n1,,2\n\"a\nb\",2,3\n4,5,6", "a\tb,x,y\n1,2,3\n",
    ];

    private static readonly string[] JsonSeeds =
    [
        "{\"x\":1,\"y\":2}\n{\"x\":3,\"y\":4}\n", "{\"x\":1.5e3,\"y\":null}\r\n{\"y\":-2,\"x\":7,\"z\":\"\\u00e9\"}", "{\"y\":\"a\",\"x\":0}\n{}\n",
    ];

    [Theory]
    [InlineData("t.csv", 1)]
    [InlineData("t.csv", 2)]
    [InlineData("t.jsonl", 3)]
    public void Read_MutatedInput_GivesFiniteNumbersOrOneLine(string source, int seed)
    {
        Random random = new(seed);
        string[] seeds = source == "t.csv" ? CsvSeeds : JsonSeeds;
        int read = 0;
        for (int i = 0; i < 10_000; i++)
        {
            byte[] input = Mutate(Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]), random);
            TableOptions options = new()
            {
                Missing = (MissingValues)random.Next(2),
                MissingText = random.Next(4) == 0 ? ["NaN", "null"] : [],
                AllowRounding = random.Next(4) == 0,
                DecimalComma = source == "t.csv" && random.Next(4) == 0,
                Delimiter = source == "t.csv" && random.Next(6) == 0 ? ';' : null,
                MaxRows = random.Next(5) == 0 ? 2 : null,
            };
            try
            {
                Dataset data = Given.Bytes(input, source, options).ToDataset("y");
                for (int j = 0; j < data.FeatureNames.Count; j++)
                {
                    Assert.True(Array.TrueForAll(data.Feature(j).ToArray(), double.IsFinite));
                }

                Assert.True(Array.TrueForAll(data.Target().ToArray(), double.IsFinite));
                read++;
            }
            catch (Exception e) when (e is DataException or LimitException)
            {
                Given.IsOneLine(e.Message);
                Assert.StartsWith(source, e.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(read > 100, $"only {read} inputs were read: the mutations no longer reach the numbers");
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        List<byte> bytes = [.. seed];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
                case 2 when at < bytes.Count:
                    bytes.RemoveRange(at, random.Next(1, Math.Min(4, bytes.Count - at) + 1));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count + 1), 0));
                    bytes.InsertRange(at, bytes.Take(random.Next(bytes.Count + 1)).ToArray());
                    break;
                case 4 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.Next(100).ToString(System.Globalization.CultureInfo.InvariantCulture)));
                    break;
            }
        }

        return [.. bytes];
    }
}
