System.argv() |> Enum.join("\n") |> IO.puts()
