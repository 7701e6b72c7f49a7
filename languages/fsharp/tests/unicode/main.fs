open System

let größe = "Grüße, 世界 🎉"
printfn "%s: %s" größe (Console.ReadLine())
