Module Program
    Function Main() As Integer
        Console.WriteLine("leaving")
        Return 3
    End Function
End Module
