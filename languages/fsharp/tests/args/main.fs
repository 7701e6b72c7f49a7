[<EntryPoint>]
let main args =
    printfn "%s" (String.concat "\n" args)
    0
