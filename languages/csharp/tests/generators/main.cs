using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

Console.WriteLine(Patterns.Digits().Replace("a1b22", "#"));
Console.WriteLine(JsonSerializer.Serialize(new Point(1, 2), Shapes.Default.Point));

partial class Patterns
{
    [GeneratedRegex(@"\d+")]
    public static partial Regex Digits();
}

record Point(int X, int Y);

[JsonSerializable(typeof(Point))]
partial class Shapes : JsonSerializerContext;
