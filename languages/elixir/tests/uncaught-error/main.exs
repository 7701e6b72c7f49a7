defmodule Main do
  def fail, do: raise("boom")
end

Main.fail()
IO.puts("never seen")
