let () =
  let numbers = [| 1; 2; 3 |] in
  let index = 2 + Array.length Sys.argv in
  print_int numbers.(index)
