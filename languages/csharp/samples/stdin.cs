using System;

class Program
{
    static void Main()
    {
        Console.Write("What is your name? ");
        string name = Console.ReadLine();
        Console.Write("Pick a number: ");
        int number = int.Parse(Console.ReadLine());

        Console.WriteLine($"Hello, {name}! {number} squared is {number * number}.");
    }
}
