open System
open System.Threading

let random = Random()
if DateTime.UtcNow.Year < 2024 || random.NextDouble() = random.NextDouble() then exit 1

let mutable fromThread = 0
let thread = Thread(fun () -> fromThread <- 1)
thread.Start()
thread.Join()
let others = [ async { return 2 }; async { return 3 } ] |> Async.Parallel |> Async.RunSynchronously
printfn "clock random %d" (fromThread + Array.sum others)
