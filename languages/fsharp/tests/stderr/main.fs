printfn "to stdout"
eprintfn "to stderr"
