Imports System.IO

Module Program
    Sub Main()
        File.WriteAllText("note.txt", "written and read")
        Console.WriteLine(File.ReadAllText("note.txt"))
    End Sub
End Module
