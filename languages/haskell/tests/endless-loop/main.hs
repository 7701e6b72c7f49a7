import Control.Monad (forever)
import Data.IORef

main :: IO ()
main = do
  line <- getLine
  putStrLn ("read " ++ line)
  turns <- newIORef (0 :: Int)
  forever (modifyIORef' turns (+ 1))
