let ask question =
  print_string question;
  read_line ()

let () =
  let name = ask "What is your name? " in
  let number = int_of_string (ask "Pick a number: ") in
  Printf.printf "Hello, %s! %d squared is %d.\n" name number (number * number)
