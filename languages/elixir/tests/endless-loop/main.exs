defmodule Main do
  def loop, do: loop()
end

IO.puts("read #{String.trim(IO.gets(""))}")
Main.loop()
