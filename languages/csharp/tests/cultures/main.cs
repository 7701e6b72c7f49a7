using System.Globalization;
using System.Text;

Console.WriteLine($"{CultureInfo.CurrentCulture.Name}|{Console.OutputEncoding.WebName}|{1234.5}");
Console.WriteLine(1234567.891.ToString("N2", new CultureInfo("de-DE")));
Console.WriteLine("title".ToUpper(new CultureInfo("tr-TR")));
Console.WriteLine(new DateTime(2026, 3, 1).ToString("dddd d MMMM", new CultureInfo("fr-FR")));
Console.WriteLine("é".Normalize(NormalizationForm.FormD).Length + " " + new StringInfo("👩‍👩‍👧e\u0301").LengthInTextElements);
string[] words = ["zebra", "Äpfel", "apple"];
Console.WriteLine(string.Join(" ", words.Order(StringComparer.Create(new CultureInfo("de-DE"), false))));
Console.WriteLine(TimeZoneInfo.ConvertTime(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero), TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris")).Offset);
