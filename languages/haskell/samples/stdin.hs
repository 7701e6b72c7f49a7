ask :: String -> IO String
ask question = putStr question >> getLine

main :: IO ()
main = do
  name <- ask "What is your name? "
  number <- read <$> ask "Pick a number: "
  let square = number * number :: Int
  putStrLn ("Hello, " ++ name ++ "! " ++ show number ++ " squared is " ++ show square ++ ".")
