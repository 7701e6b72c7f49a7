open System

printfn "read %s" (Console.ReadLine())
while true do
    ()
