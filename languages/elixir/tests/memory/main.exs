defmodule Main do
  def hoard(list), do: hoard([Enum.to_list(1..100_000) | list])
end

Main.hoard([])
