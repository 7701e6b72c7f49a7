import Control.Monad (forever)
import Data.IORef

main :: IO ()
main = do
  turns <- newIORef (0 :: Int)
  forever (modifyIORef' turns (+ 1))
