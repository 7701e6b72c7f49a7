IO.puts("never seen")

IO.puts(1 +)
