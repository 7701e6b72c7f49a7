Module Program
    Sub Main()
        Undeclared()
    End Sub
End Module
