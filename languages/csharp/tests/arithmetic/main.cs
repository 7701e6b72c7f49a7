using System;
using System.Numerics;

class Program
{
    static void Main()
    {
        long trillion = 1000000000000, most = long.MaxValue;
        Console.WriteLine(new BigInteger(trillion) * trillion);
        Console.WriteLine(BigInteger.Pow(2, 100));
        Console.WriteLine(new BigInteger(most) + 1);
        Console.WriteLine((0.1 + 0.2).ToString("R"));
        Console.WriteLine(trillion * trillion);
        Console.WriteLine(most + 1);
        Console.WriteLine(7 / 2 + " " + -7 % 3);
    }
}
