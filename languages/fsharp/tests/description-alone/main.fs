module Hello

[<EntryPoint>]
let main _ =
    printfn "Hello, world!"
    0
