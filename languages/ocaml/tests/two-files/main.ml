let () = print_endline (Greeting.greet "Ada")
