module Hello where

main = putStrLn "from Hello"
