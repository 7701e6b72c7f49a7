IO.puts("to stdout")
IO.puts(:stderr, "to stderr")
