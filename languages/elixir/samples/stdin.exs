name = IO.gets("What is your name? ") |> String.trim()
number = IO.gets("Pick a number: ") |> String.trim() |> String.to_integer()

IO.puts("Hello, #{name}! #{number} squared is #{number ** 2}.")
