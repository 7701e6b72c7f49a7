module Program

[<EntryPoint>]
let main _ =
    printfn "%s" (Greeting.greet "Ada")
    0
