open System

Console.In.ReadToEnd().Split('\n') |> Seq.sumBy int |> printfn "%d"
