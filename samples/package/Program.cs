using System.Globalization;
using Nadaraya;

double[] x = [1, 2, 3, 4, 5, 6, 7, 8];
double[] y = [1.1, 1.9, 3.2, 3.9, 5.1, 6.0, 6.8, 8.2];

KernelRegression model = KernelRegression.Fit(Dataset.From(x, y));
Prediction p = model.Predict([4.5]);

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{p.Value:F3} from {p.EffectiveSampleSize:F1} effective rows"));
foreach (AttendedRow row in p.Attention.Top(3).Rows)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"row {row.Row}: weight {row.Weight:P1}, value {row.Value}"));
}
