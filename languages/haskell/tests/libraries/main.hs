{-# LANGUAGE OverloadedStrings #-}
import Control.Monad.State (execState, modify)
import qualified Data.Map as Map
import qualified Data.Text as T
import qualified Data.Text.IO as T

main :: IO ()
main = do
  let counts = Map.fromListWith (+) [(word, 1 :: Int) | word <- T.words "one two one"]
  T.putStrLn (T.intercalate ", " (Map.keys counts))
  print (execState (mapM_ (\count -> modify (+ count)) counts) 0)
