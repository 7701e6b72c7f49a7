using System;
using Greetings;

class Program
{
    static void Main() => Console.WriteLine(new Greeting("Ada"));
}
