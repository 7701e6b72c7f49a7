Module Program
    Sub Main(args As String())
        For Each arg In args
            Console.WriteLine(arg)
        Next
    End Sub
End Module
