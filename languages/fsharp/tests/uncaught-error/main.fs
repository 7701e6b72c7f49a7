let parse (text: string) : int =
    failwithf "boom %s" text

printfn "%d" (parse "text")
