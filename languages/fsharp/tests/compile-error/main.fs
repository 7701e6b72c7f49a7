printfn "never seen"

let number: int = "text"
