import Greeting (greet)

main :: IO ()
main = putStrLn (greet "Ada")
