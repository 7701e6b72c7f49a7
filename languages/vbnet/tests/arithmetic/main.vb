Imports System.Numerics

Module Program
    Sub Main()
        Dim trillion As Long = 1000000000000
        Dim most = Long.MaxValue
        Console.WriteLine(New BigInteger(trillion) * trillion)
        Console.WriteLine(BigInteger.Pow(2, 100))
        Console.WriteLine(New BigInteger(most) + 1)
        Console.WriteLine((0.1 + 0.2).ToString("R"))
        ' Visual Basic checks for overflow, unlike C#.
        Try
            Console.WriteLine(trillion * trillion)
        Catch problem As OverflowException
            Console.WriteLine("overflow")
        End Try
        Console.WriteLine($"{7 \ 2} {7 / 2} {-7 Mod 3}")
    End Sub
End Module
