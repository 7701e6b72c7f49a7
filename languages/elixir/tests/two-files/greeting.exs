defmodule Greeting do
  def greet(name), do: "Hello, #{name}!"
end
