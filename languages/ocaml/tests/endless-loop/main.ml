let () =
  Printf.printf "read %s\n" (read_line ());
  while true do
    ()
  done
