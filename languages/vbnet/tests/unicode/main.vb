Module Program
    Sub Main()
        Dim größe = "Grüße, 世界 🎉"
        Console.WriteLine(größe & ": " & Console.ReadLine())
    End Sub
End Module
