Module Program
    Sub Main()
        Console.WriteLine("to stdout")
        Console.Error.WriteLine("to stderr")
    End Sub
End Module
