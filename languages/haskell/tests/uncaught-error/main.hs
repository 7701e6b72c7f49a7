import System.Environment (getArgs)

main :: IO ()
main = do
  numbers <- getArgs
  putStrLn (pick numbers)

pick :: [String] -> String
pick [] = error "nothing to pick"
pick (first : _) = first
