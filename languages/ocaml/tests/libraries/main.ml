let () =
  let power = Z.pow (Z.of_int 2) 100 in
  let words = Str.split (Str.regexp " +") "two  to the hundred" in
  Printf.printf "%s: %s\n" (String.concat " " words) (Z.to_string power)
