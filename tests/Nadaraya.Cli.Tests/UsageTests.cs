namespace Nadaraya.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private const string Kernels =
        "gaussian, epanechnikov, epanechnikov-np, uniform, triangular, biweight, triweight, tricube, cosine, logistic, sigmoid, silverman, laplace, " +
        "rational-quadratic, gaussian:4, gaussian:6, gaussian:8, epanechnikov-np:4, epanechnikov-np:6, epanechnikov-np:8";
    private const string Engines = "dense, cells, laplace, windows, pruned, grid, profiles";

    private readonly Session session = new();

    public void Dispose() => session.Dispose();

    [Theory]
    [InlineData("predikt", "'predikt' is no verb; expected demo, fit, predict, weights, evaluate, compare, effects, test, profile, report, info; did you mean predict?; see nadaraya --help.")]
    [InlineData("serve", "'serve' is no verb; expected demo, fit, predict, weights, evaluate, compare, effects, test, profile, report, info; see nadaraya --help.")]
    [InlineData("[suggest] fit", "'[suggest]' is no verb; expected demo, fit, predict, weights, evaluate, compare, effects, test, profile, report, info; see nadaraya --help.")]
    [InlineData("--nope", "'--nope' is no option of nadaraya; see nadaraya --help. A value that begins with - is written --option=VALUE.")]
    [InlineData("fit", "DATA is missing; see nadaraya fit --help.")]
    [InlineData("fit d.csv", "--target (Y) is missing; see nadaraya fit --help.")]
    [InlineData("fit d.csv --target", "--target needs a value (Y); see nadaraya fit --help.")]
    [InlineData("fit d.csv --target y --target", "--target needs a value (Y); see nadaraya fit --help.")]
    [InlineData("fit d.csv --target --json", "--target needs a value (Y); see nadaraya fit --help.")]
    [InlineData("fit d.csv --target y --kernel --quiet", "--kernel needs a value (NAME[:PARAM]); see nadaraya fit --help.")]
    [InlineData("fit d.csv e.csv --target y", "'e.csv' is one word too many; names with spaces need quotation marks; see nadaraya fit --help.")]
    [InlineData("fit d.csv --target y --seed 1 --seed 2", "--seed is given more than once; give it once; see nadaraya fit --help.")]
    [InlineData("fit d.csv --target y --json=false", "--json takes no value; see nadaraya fit --help.")]
    [InlineData("fit --teach scale d.csv --target y", "'--teach' is no option of nadaraya fit; see nadaraya fit --help. A value that begins with - is written --option=VALUE.")]
    [InlineData("fit d.csv --target y --bandwith 1", "'--bandwith' is no option of nadaraya fit; see nadaraya fit --help. A value that begins with - is written --option=VALUE.")]
    [InlineData("fit d.csv --target y --estimator cubic", "--estimator is 'cubic'; expected constant, linear, or polynomial:P with P from 0 to 10.")]
    [InlineData("fit d.csv --target y --estimator polynomial:11", "--estimator is 'polynomial:11'; expected constant, linear, or polynomial:P with P from 0 to 10.")]
    [InlineData("fit d.csv --target y --degree a", "--degree is 'a'; expected a feature and a number, such as --degree a=2.5.")]
    [InlineData("fit d.csv --target y --degree a=1.5", "--degree a is 1.5; expected a whole number from 0 to 10.")]
    [InlineData("fit d.csv --target y --terms additive", "--terms is about local polynomials but the estimator is constant; add --estimator linear, or leave --terms out.")]
    [InlineData("fit d.csv --target y --extrapolate", "--extrapolate is about local polynomials but the estimator is constant; add --estimator linear, or leave --extrapolate out.")]
    [InlineData("fit d.csv --target y --estimator linear --terms all", "--terms is 'all'; expected generalized or additive or tensor.")]
    [InlineData("fit d.csv --target y --ordered size:S", "--ordered gives 'size' the one level 'S'; expected a feature, or one with its levels from the lowest to the highest, such as size:small<medium<large; quote a name that holds a colon.")]
    [InlineData("fit d.csv --target y --ordered size:S<M<S", "--ordered gives 'size' the level 'S' twice; expected every level once; take one out.")]
    [InlineData("fit d.csv --target y --ordered size:S<<M", "--ordered is 'size:S<<M', which has an empty level; expected a feature, or one with its levels from the lowest to the highest, such as size:small<medium<large.")]
    [InlineData("fit d.csv --target y --ordered size,", "--ordered is 'size,', which has an empty item; expected a feature, or one with its levels from the lowest to the highest, such as size:small<medium<large.")]
    [InlineData("fit d.csv --target y --ordered size --ordered size:S<M", "--ordered names 'size' twice; give it once.")]
    [InlineData("fit d.csv --target y --categorical c,c", "--categorical names 'c' twice; give it once.")]
    [InlineData("fit d.csv --target y --periodic hour", "--periodic is 'hour'; expected a feature and a number, such as --periodic a=2.5.")]
    [InlineData("fit d.csv --target y --periodic hour=0", "--periodic hour is 0; expected a positive period in the unit of the feature, such as hour=24.")]
    [InlineData("fit d.csv --target y --unordered-kernel li-racine", "--unordered-kernel is the kernel of --categorical features and there is none; name one with --categorical, or leave it out.")]
    [InlineData("fit d.csv --target y --ordered o --ordered-kernel aitchison-aitken", "--ordered-kernel is 'aitchison-aitken'; expected one of li-racine, wang-van-ryzin, racine-li-yan, normalized-li-racine.")]
    [InlineData("fit d.csv --target y --bandwidth-type local", "--bandwidth-type is 'local'; expected fixed or nearest or adaptive or span.")]
    [InlineData("fit d.csv --target y --bandwidth-type nearest --bandwidth scott", "--bandwidth scott gives a length but --bandwidth-type nearest counts rows; expected cv, another criterion or a number of rows; change one of them.")]
    [InlineData("fit d.csv --target y --bandwidth silverman --one-standard-error", "--one-standard-error is about a search but --bandwidth silverman searches nothing; expected cv or another criterion; leave one of them out.")]
    [InlineData("fit d.csv --target y --bandwidth plug-in", "--bandwidth plug-in is derived for a local line under the Gaussian kernel; expected --estimator linear and no other kernel; use cv or aicc for anything else.")]
    [InlineData("fit d.csv --target y --bandwidth k-fold:1", "--bandwidth is 'k-fold:1'; expected the number of parts from 2, such as k-fold:10.")]
    [InlineData("fit d.csv --target y --scale-factor 0", "--scale-factor is '0'; expected a positive number, such as 1.06.")]
    [InlineData("fit d.csv --target y --scale-factor 1 --bandwidth cv", "--scale-factor and --bandwidth both say what the bandwidths are; expected one of them; leave the other out.")]
    [InlineData("fit d.csv --target y --minimum-effective-sample -1", "--minimum-effective-sample is '-1'; expected 0 or more.")]
    [InlineData("fit d.csv --target y --kernel gauss", "--kernel is 'gauss'; expected one of " + Kernels + " (rational-quadratic:2 sets its alpha).")]
    [InlineData("fit d.csv --target y --bandwidth aic", "--bandwidth is 'aic'; expected cv, aicc, gcv, cp, k-fold:K, plug-in, silverman, scott, a number such as 2.5, or numbers by feature such as a=2,b=3.")]
    [InlineData("fit d.csv --target y --bandwidth 0", "--bandwidth is 0; expected a positive number in the unit of the feature.")]
    [InlineData("fit d.csv --target y --bandwidth -2", "--bandwidth is -2; expected a positive number in the unit of the feature.")]
    [InlineData("fit d.csv --target y --bandwidth 1e999", "--bandwidth: '1e999' is beyond the largest double; expected a size of at most 1.797e308; rescale the column or mend it.")]
    [InlineData("fit d.csv --target y --bandwidth NaN", "--bandwidth is 'NaN'; expected cv, aicc, gcv, cp, k-fold:K, plug-in, silverman, scott, a number such as 2.5, or numbers by feature such as a=2,b=3.")]
    [InlineData("fit d.csv --target y --bandwidth a=1,2", "--bandwidth mixes forms; expected cv, aicc, gcv, cp, k-fold:K, plug-in, silverman, scott, a number such as 2.5, or numbers by feature such as a=2,b=3.")]
    [InlineData("fit d.csv --target y --bandwidth 1,2", "--bandwidth is given 2 values; expected cv, aicc, gcv, cp, k-fold:K, plug-in, silverman, scott, a number such as 2.5, or numbers by feature such as a=2,b=3.")]
    [InlineData("fit d.csv --target y --bandwidth a=1,a=2", "--bandwidth names 'a' twice; give it once.")]
    [InlineData("fit d.csv --target y --fix 2", "--fix is '2'; expected a feature and a number, such as --fix a=2.5.")]
    [InlineData("fit d.csv --target y --fix a=x", "--fix a: 'x' is not a number; expected a form such as -12.5 or 3e-4; mend it.")]
    [InlineData("fit d.csv --target y --fix a=-1", "--fix a is -1; expected a positive number in the unit of the feature.")]
    [InlineData("fit d.csv --target y --seed 1.5", "--seed is '1.5'; expected a whole number from -2147483648 to 2147483647.")]
    [InlineData("fit d.csv --target y --tolerance 1e-14", "--tolerance is '1e-14'; expected 0, for exact engines only, or a number from 1E-13 to under 1: rounding alone takes up less than that.")]
    [InlineData("fit d.csv --target y --tolerance much", "--tolerance: 'much' is not a number; expected a form such as -12.5 or 3e-4; mend it.")]
    [InlineData("fit d.csv --target y --bag 20", "--bag is '20'; expected M:R, 1 to 100000 bags and 10 rows or more in each; write such as 20:2000.")]
    [InlineData("fit d.csv --target y --bag 3:9", "--bag is '3:9'; expected M:R, 1 to 100000 bags and 10 rows or more in each; write such as 20:2000.")]
    [InlineData("fit d.csv --target y --bag 3:20 --bandwidth silverman", "--bag is about a search but --bandwidth silverman says what bandwidths are; expected cv or another criterion, and --fix for those that are given; change one of them.")]
    [InlineData("fit d.csv --target y --bag 3:20 --bandwidth x=2", "--bag is about a search but --bandwidth x=2 says what bandwidths are; expected cv or another criterion, and --fix for those that are given; change one of them.")]
    [InlineData("fit d.csv --target y --bag 3:20 --scale-factor 1", "--bag is about a search but --scale-factor says what bandwidths are; expected cv or another criterion, and --fix for those that are given; change one of them.")]
    [InlineData("fit d.csv --target y --bag 3:20 --bandwidth-type nearest", "--bag carries lengths over to all rows but --bandwidth-type nearest counts rows; expected fixed bandwidths; leave one of them out.")]
    [InlineData("fit d.csv --target y --bag 3:20 --one-standard-error", "--one-standard-error is about all rows but --bag searches in parts of them; expected one of the two; leave the other out.")]
    [InlineData("fit d.csv --target y --engine warp", "--engine is 'warp'; expected one of " + Engines + ", or leave it out.")]
    [InlineData("fit d.csv --target y --threads 0", "--threads is '0'; expected a whole number from 1 to 4096.")]
    [InlineData("fit d.csv --target y --weights-are frequency", "--weights-are says what row weights mean but no column of them is named; name it with --weights, or leave --weights-are out.")]
    [InlineData("fit d.csv --target y --weights w --weights-are inverse", "--weights-are is 'inverse'; expected importance or frequency.")]
    [InlineData("fit d.csv --target y --missing skip", "--missing is 'skip'; expected error or drop.")]
    [InlineData("fit d.csv --target y --from xlsx", "--from is 'xlsx'; expected csv or tsv or jsonl.")]
    [InlineData("fit d.csv --target y --delimiter ab", "--delimiter is 'ab'; expected one character, or tab.")]
    [InlineData("fit d.csv --target y --max-rows 0", "--max-rows is '0'; expected a whole number of at least 1.")]
    [InlineData("fit d.csv --target y --max-memory lots", "--max-memory is 'lots'; expected a size such as 500MB, 2GB or 1.5GiB.")]
    [InlineData("fit d.csv --target y --time-limit 0", "--time-limit is '0'; expected more than 0: seconds such as 30 or 0.5.")]
    [InlineData("fit d.csv --target y,", "--target is 'y,', which has an empty item; expected items between commas, such as a,b.")]
    [InlineData("fit d.csv --target \"y", "--target is '\"y', where a quote is not closed; expected items quoted as in CSV, such as \"a, b\",c.")]
    [InlineData("fit d.csv --target y\"z", "--target is 'y\"z', where a quote stands inside an item; expected items quoted as in CSV, such as \"a, b\",c.")]
    [InlineData("fit d.csv --target y --out -", "--out is -, but a model is saved as a file; expected a name such as model.safetensors.")]
    [InlineData("fit d.csv --target y --out d.csv", "--out is 'd.csv', which is also read; expected another file; name one that may be replaced.")]
    [InlineData("fit postgres://me:secret@host/db#t --target y", "DATA is a postgres: source, which this version does not read; expected a .csv, .tsv or .jsonl file, or - for standard input; export the table first.")]
    [InlineData("fit SQLITE:file#t --target y --out m", "DATA is a sqlite: source, which this version does not read; expected a .csv, .tsv or .jsonl file, or - for standard input; export the table first.")]
    [InlineData("predict m.safetensors", "DATA is missing; see nadaraya predict --help.")]
    [InlineData("predict m.safetensors d.csv --format xml", "--format is 'xml'; expected csv or json.")]
    [InlineData("predict m.safetensors d.csv --explain 0", "--explain is '0'; expected a whole number from 1 to 10000.")]
    [InlineData("predict m.safetensors d.csv --learn deep", "'--learn' is no option of nadaraya predict; see nadaraya predict --help. A value that begins with - is written --option=VALUE.")]
    [InlineData("predict - d.csv", "MODEL is '-'; expected a file, which fit has saved.")]
    [InlineData("weights m.safetensors", "no query is given; expected one by --at, such as --at a=1 --at b=2, or by DATA and --row N; or --influence for the whole fit.")]
    [InlineData("weights m.safetensors d.csv", "DATA is given without --row; expected the data row to predict, from 1, such as --row 1.")]
    [InlineData("weights m.safetensors d.csv --row 1 --at a=1", "the query is given twice, by --at and by DATA or --row; expected one of the two; leave the other out.")]
    [InlineData("weights m.safetensors --at a=1 --delimiter ;", "--delimiter says how DATA is read, and no DATA is given; leave it out.")]
    [InlineData("weights m.safetensors --at a", "--at is 'a'; expected a feature and its value, such as --at a=2.5 or --at married=yes.")]
    [InlineData("predict m.safetensors d.csv --unseen drop", "--unseen is 'drop'; expected error or different.")]
    [InlineData("report m.safetensors --lang de", "--lang is 'de'; expected en or zh.")]
    [InlineData("info", "MODEL is missing; see nadaraya info --help.")]
    public void Run_WithWordsThatMeanNothing_SaysSoInOneLine(string words, string line) =>
        session.Run(words.Split(' ')).Fails(2, line);

    [Fact]
    public void Weights_AtAFeatureThatIsNone_ListsThose()
    {
        string model = session.Model();
        session.Run("weights", model, "--at", "z=1").Fails(2, "--at names 'z', which is no feature of the model; expected x.");
    }

    [Fact]
    public void Weights_WithoutAFeature_NamesIt()
    {
        string data = session.File("d.csv", "a,b,y\n1,4,2\n2,1,4\n3,3,5\n");
        _ = session.Run("fit", data, "--target", "y", "--bandwidth", "1", "--out", session["m.safetensors"]).Silent();
        session.Run("weights", session["m.safetensors"], "--at", "a=1").Fails(
            2, "--at gives no value for 'b'; expected one for each of a, b; add --at b=NUMBER.");
    }

    [Fact]
    public void Fit_WithADelimiterForJsonLines_IsAUsageError()
    {
        string data = session.File("d.jsonl", "{\"x\":1,\"y\":2}\n");
        session.Run("fit", data, "--target", "y", "--delimiter", ";", "--out", session["m"]).Fails(
            2, "--delimiter was given for DIR/d.jsonl; expected it with delimited text only, for JSON lines have their own grammar; leave it out.");
    }

    [Fact]
    public void Run_WithADatabaseThatHoldsAPassword_DoesNotRepeatIt()
    {
        Outcome fit = session.Run("fit", "postgres://me:secret@host/db#t", "--target", "y", "--out", session["m"]);
        Assert.DoesNotContain("secret", fit.Error, StringComparison.Ordinal);
    }
}
