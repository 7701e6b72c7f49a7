using System.Text.Json;
using Ada.Shapes;

List<Shape> shapes = [new Circle("big", 2), new Square("small", 1)];
Console.WriteLine(JsonSerializer.Serialize(shapes.OfType<Circle>().First() with { Name = "copy" }));
Console.WriteLine(JsonSerializer.Deserialize<Square>("""{"Name":"read","Side":3}"""));

await foreach (var line in Describe(shapes)) Console.WriteLine(line);
string? nothing = shapes is [Circle { Radius: > 5 }, ..] ? "large" : null;
Console.WriteLine(nothing?.Length ?? -1);
Console.WriteLine("answer".Twice);
return shapes.Count;

static async IAsyncEnumerable<string> Describe(IEnumerable<Shape> shapes)
{
    foreach (var shape in shapes)
    {
        await Task.Yield();
        yield return shape switch
        {
            Circle { Radius: var radius } => $"{shape.Name}: {Math.PI * radius * radius:F2}",
            Square(var name, var side) => $"{name}: {side * side}",
            _ => throw new InvalidOperationException(),
        };
    }
}

static class Extensions
{
    extension(string text)
    {
        public string Twice => text + text;
    }
}
