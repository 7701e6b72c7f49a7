let trillion = 1000000000000L
let most = System.Int64.MaxValue
printfn "%A" (bigint trillion * bigint trillion)
printfn "%A" (pown 2I 100)
printfn "%A" (bigint most + 1I)
printfn "%s" ((0.1 + 0.2).ToString("R"))
printfn "%d" (trillion * trillion)
printfn "%d" (most + 1L)
printfn "%d %d" (7 / 2) (-7 % 3)
