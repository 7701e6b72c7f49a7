// Compiled for nobody while a compiler waits, so that what most programs need of it is loaded and translated.
using System.Text;

var shapes = new List<Shape> { new Circle(1.5), new Square(2) };
foreach (var (shape, index) in shapes.Select((shape, index) => (shape, index)))
{
    Console.WriteLine($"{index}: {shape} has {Area(shape):F2}");
}

Console.Write("What is your name? ");
string? name = Console.ReadLine();
Dictionary<string, int> counts = [];
foreach (char letter in name ?? "nobody")
{
    counts[letter.ToString()] = counts.TryGetValue($"{letter}", out int count) ? count + 1 : 1;
}
var words = from pair in counts orderby pair.Value descending select $"{pair.Key}={pair.Value}";
Console.WriteLine(string.Join(", ", words));
await foreach (int number in Count(3)) Console.Error.WriteLine(number);
try
{
    int.Parse("x");
}
catch (FormatException error) when (error.Message.Length > 0)
{
    Console.WriteLine(new StringBuilder().Append(error.Message));
}

static double Area(Shape shape) => shape switch
{
    Circle { Radius: var radius } => Math.PI * radius * radius,
    Square(var side) => side * side,
    _ => throw new ArgumentException(null, nameof(shape)),
};

static async IAsyncEnumerable<int> Count(int end)
{
    for (int i = 0; i < end; i++)
    {
        await Task.Delay(1);
        yield return i;
    }
}

abstract record Shape;

sealed record Circle(double Radius) : Shape;

sealed record Square(double Side) : Shape;

class Counter<T> where T : notnull
{
    private readonly Lock guard = new();
    public int Value { get; private set; }

    public void Add(T item)
    {
        lock (guard) Value += item.GetHashCode() % 2;
    }
}
