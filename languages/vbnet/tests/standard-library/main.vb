Imports System.IO
Imports System.Reflection

Module Program
    ' Every assembly of the platform, and every type in it.
    Sub Main()
        Dim paths = CStr(AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")).Split(":"c, StringSplitOptions.RemoveEmptyEntries)
        Dim missing As New List(Of String)
        For Each path In paths
            Try
                Dim types = Assembly.Load(IO.Path.GetFileNameWithoutExtension(path)).GetExportedTypes()
            Catch problem As Exception
                missing.Add($"{IO.Path.GetFileName(path)}: {problem.Message}")
            End Try
        Next
        Console.WriteLine($"{paths.Length > 100} [{String.Join(", ", missing)}]")
    End Sub
End Module
