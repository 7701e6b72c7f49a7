let double x =
    let y = x * 2
  y

printfn "%d" (double 2)
