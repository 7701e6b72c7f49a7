Module Program
    Sub Main()
        Console.WriteLine(Len("abc") & Mid("hello", 2, 3) & UCase("x") & Val("3.5") & vbTab & Format(1234.5, "0.00"))
        Dim list = <list><%= From number In Enumerable.Range(1, 2) Select <n><%= number %></n> %></list>
        Console.WriteLine(list.ToString(SaveOptions.DisableFormatting))
        Console.WriteLine(SumAsync(2).Result)
        Console.WriteLine($"{If(Nothing, "default")} {7 \ 2} {2 ^ 10}")
    End Sub

    Async Function SumAsync(number As Integer) As Task(Of Integer)
        Await Task.Delay(1)
        Return number + 40
    End Function
End Module
