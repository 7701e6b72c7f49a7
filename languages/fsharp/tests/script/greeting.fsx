module Greeting

let greet name = $"Hello, {name}!"
