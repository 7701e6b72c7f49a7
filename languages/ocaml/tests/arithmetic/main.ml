let () =
  let trillion = 1_000_000_000_000 in
  print_endline Z.(to_string (of_int trillion * of_int trillion));
  print_endline Z.(to_string (pow (of_int 2) 100));
  Printf.printf "%Ld\n" (Int64.mul (Int64.of_int trillion) (Int64.of_int trillion));
  Printf.printf "%d %d\n" (trillion * trillion) (max_int + 1);
  Printf.printf "%.17g %d %d\n" (0.1 +. 0.2) (7 / 2) (-7 mod 3)
