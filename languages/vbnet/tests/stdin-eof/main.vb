Module Program
    Sub Main()
        Console.WriteLine(Console.In.ReadToEnd().Split({ChrW(10)}).Sum(Function(line) Integer.Parse(line)))
    End Sub
End Module
