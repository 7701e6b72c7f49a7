Module Program
    Sub Main()
        Console.WriteLine(New Greeting("Ada"))
    End Sub
End Module
