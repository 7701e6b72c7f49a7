let () =
  let größe = "Grüße, 世界 🎉" in
  Printf.printf "%s: %s\n" größe (read_line ())
