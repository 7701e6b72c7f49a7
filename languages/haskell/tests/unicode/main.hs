main :: IO ()
main = do
  let größe = "Grüße, 世界 🎉"
  line <- getLine
  putStrLn (größe ++ ": " ++ line)
