Module Program
    Sub Main()
        Console.Write("What is your name? ")
        Dim name = Console.ReadLine()
        Console.Write("Pick a number: ")
        Dim number = Integer.Parse(Console.ReadLine())

        Console.WriteLine("Hello, " & name & "! " & number & " squared is " & number * number & ".")
    End Sub
End Module
