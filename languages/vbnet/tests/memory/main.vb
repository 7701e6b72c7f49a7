Module Program
    Sub Main()
        Dim hoard As New List(Of Byte())
        Do
            Dim bytes(1024 * 1024) As Byte
            For i = 0 To bytes.Length - 1 Step 1024
                bytes(i) = 1
            Next
            hoard.Add(bytes)
        Loop
    End Sub
End Module
