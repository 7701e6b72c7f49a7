Code.require_file("greeting.exs", __DIR__)

IO.puts(Greeting.greet("Ada"))
