module Greeting (greeting) where

greeting :: String
greeting = "Hello from Greeting"
