{-# LANGUAGE TemplateHaskell #-}
module Main (main) where

import Greeting (greeting)
import Language.Haskell.TH

main :: IO ()
main = do
  print ($(litE (integerL (product [1 .. 5]))) :: Int)
  putStrLn $(stringE greeting)
