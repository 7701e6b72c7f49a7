#load "greeting.fsx"

open System.Text.Json

printfn "%s" (Greeting.greet "Ada")
printfn "%s" (JsonSerializer.Serialize {| Name = "Ada"; Age = 36 |})
