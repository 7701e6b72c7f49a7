let number = 7

let () = print_int (number + missing)
