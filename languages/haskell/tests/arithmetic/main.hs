main :: IO ()
main = do
  print (1000000000000 * 1000000000000 :: Integer)
  print (2 ^ 100 :: Integer)
  print (9223372036854775807 + 1 :: Integer)
  print (0.1 + 0.2 :: Double)
  print (1000000000000 * 1000000000000 :: Int, maxBound + 1 :: Int, (-7) `mod` 3 :: Int)
