Module Program
    Function Parse(text As String) As Integer
        Return Integer.Parse(text)
    End Function

    Sub Main()
        Console.WriteLine(Parse("boom"))
    End Sub
End Module
