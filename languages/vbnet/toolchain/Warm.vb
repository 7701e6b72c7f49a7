' Compiled for nobody while a compiler waits, so that what most programs need of it is loaded and translated.
Imports System.Text

Public MustInherit Class Shape
    Public MustOverride Function Area() As Double
End Class

Public Class Circle
    Inherits Shape

    Public Property Radius As Double

    Public Overrides Function Area() As Double
        Return Math.PI * Radius ^ 2
    End Function
End Class

Module Program
    Private ReadOnly guard As New Object()

    Sub Main(args As String())
        Console.Write("What is your name? ")
        Dim name = If(Console.ReadLine(), "nobody")
        Dim counts As New Dictionary(Of String, Integer)
        For Each letter In name
            Dim count = 0
            counts.TryGetValue(letter, count)
            counts(letter) = count + 1
        Next
        Dim words = From pair In counts Order By pair.Value Descending Select $"{pair.Key}={pair.Value}"
        Console.WriteLine(String.Join(", ", words) & Len(name) & Mid(name, 1, 2))
        Dim shapes = {New Circle With {.Radius = 1.5}}
        For i = 0 To shapes.Length - 1
            Console.WriteLine("{0}: {1:F2}", i, shapes(i).Area())
        Next
        Try
            Console.WriteLine(CountAsync(3).Result + CInt("x"))
        Catch problem As InvalidCastException When problem.Message.Length > 0
            Console.Error.WriteLine(New StringBuilder().Append(problem.Message))
        End Try
    End Sub

    Private Async Function CountAsync([end] As Integer) As Task(Of Integer)
        Await Task.Delay(1)
        SyncLock guard
            Select Case [end]
                Case 0
                    Return 0
                Case Else
                    Return [end] * 2
            End Select
        End SyncLock
    End Function
End Module
