module Greeting

let greet name = sprintf "Hello, %s!" name
