main :: IO ()
main = do
  print (7 :: Int)
  print missing
