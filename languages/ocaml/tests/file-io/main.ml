let () =
  Out_channel.with_open_text "note.txt" (fun note ->
      output_string note "written and read");
  print_endline (In_channel.with_open_text "note.txt" In_channel.input_all)
