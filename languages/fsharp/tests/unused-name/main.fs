let answer question = 42

let unused = 1

printfn "%d" (answer "?")
