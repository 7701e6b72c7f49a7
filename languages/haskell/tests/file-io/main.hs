main :: IO ()
main = do
  writeFile "note.txt" "written and read"
  readFile "note.txt" >>= putStrLn
