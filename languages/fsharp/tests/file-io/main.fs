open System.IO

File.WriteAllText("note.txt", "written and read")
printfn "%s" (File.ReadAllText "note.txt")
