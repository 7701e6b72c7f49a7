using System;

class Program
{
    static void Main()
    {
        Console.WriteLine("read " + Console.ReadLine());
        while (true) {}
    }
}
