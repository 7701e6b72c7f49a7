using System;

class Program
{
    static void Main()
    {
        var größe = "Grüße, 世界 🎉";
        Console.WriteLine($"{größe}: {Console.ReadLine()}");
    }
}
