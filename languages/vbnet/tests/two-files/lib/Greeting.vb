Class Greeting
    Private ReadOnly name As String

    Public Sub New(name As String)
        Me.name = name
    End Sub

    Public Overrides Function ToString() As String
        Return "Hello, " & name & "!"
    End Function
End Class
