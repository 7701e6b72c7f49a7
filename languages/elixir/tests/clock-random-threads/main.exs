true = System.os_time(:second) > 1_700_000_000
false = :rand.uniform() == :rand.uniform()

sum = [1, 2, 3] |> Task.async_stream(& &1) |> Enum.reduce(0, fn {:ok, number}, sum -> sum + number end)
IO.puts("clock random #{sum}")
