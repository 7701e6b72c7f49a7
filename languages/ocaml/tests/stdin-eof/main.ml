let () =
  In_channel.input_all stdin
  |> String.split_on_char '\n'
  |> List.fold_left (fun sum line -> sum + int_of_string line) 0
  |> Printf.printf "%d\n"
