Imports System.Threading

Module Program
    Private fromThread As Integer

    Private Sub Work()
        fromThread = 1
    End Sub

    Sub Main()
        Dim random As New Random()
        If DateTime.UtcNow.Year < 2024 OrElse random.NextDouble() = random.NextDouble() Then Environment.Exit(1)

        Dim thread As New Thread(AddressOf Work)
        thread.Start()
        thread.Join()
        Dim others = {Task.Run(Function() 2), Task.Run(Function() 3)}
        Console.WriteLine("clock random " & (fromThread + others(0).Result + others(1).Result))
    End Sub
End Module
