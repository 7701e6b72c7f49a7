using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

class Program
{
    static int sum;

    static void Main()
    {
        var random = new Random();
        if (DateTime.UtcNow.Year < 2024 || random.NextDouble() == random.NextDouble()) Environment.Exit(1);

        var thread = new Thread(() => Interlocked.Add(ref sum, 1));
        thread.Start();
        thread.Join();
        int[] others = Task.WhenAll(Task.Run(() => 2), Task.Run(() => 3)).Result;
        Console.WriteLine("clock random " + (sum + others.Sum()));
    }
}
