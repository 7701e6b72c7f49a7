größe = "Grüße, 世界 🎉"
IO.puts("#{größe}: #{IO.gets("")}" |> String.trim())
