type Shape =
    | Circle of radius: float
    | Square of side: float

let area =
    function
    | Circle radius -> System.Math.PI * radius ** 2.0
    | Square side -> side * side

let total =
    task {
        let! shapes = task { return [ Circle 1.0; Square 2.0 ] }
        return shapes |> List.sumBy area
    }

printfn "%.2f" total.Result
printfn "%A" [ Circle 1.0; Square 2.0 ]
printfn "%s" ([ 1..3 ] |> List.map _.ToString() |> String.concat ",")
