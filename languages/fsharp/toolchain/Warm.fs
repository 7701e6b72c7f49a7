// Compiled for nobody while a compiler waits, so that what most programs need of it is loaded and translated.
module Warm

open System
open System.Collections.Generic

type Shape =
    | Circle of radius: float
    | Square of side: float

type Person = { Name: string; Age: int }

let area shape =
    match shape with
    | Circle radius -> Math.PI * radius * radius
    | Square side -> side * side

let count (words: string seq) =
    let counts = Dictionary<string, int>()

    for word in words do
        counts[word] <- (if counts.ContainsKey word then counts[word] else 0) + 1

    counts

let later =
    async {
        do! Async.Sleep 1
        return 42
    }

[<EntryPoint>]
let main args =
    printf "What is your name? "
    let name = Console.ReadLine()
    let person = { Name = name; Age = 36 }
    printfn "Hello, %s! %d %.2f %A" person.Name person.Age (area (Circle 1.5)) [ for i in 1..3 -> i * i ]
    [ "a"; "b"; "a" ] |> count |> Seq.sortBy _.Key |> Seq.iter (fun pair -> eprintfn $"{pair.Key}: {pair.Value}")

    try
        args |> Array.map int |> Array.sum |> Some
    with :? FormatException ->
        None
    |> Option.defaultValue (Async.RunSynchronously later)
    |> ignore

    0
