main :: IO ()
main = interact (\input -> show (sum (map read (lines input)) :: Int) ++ "\n")
