Module Program
    Sub Main()
        Console.WriteLine("read " & Console.ReadLine())
        Do
        Loop
    End Sub
End Module
