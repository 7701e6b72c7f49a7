import Control.Concurrent
import Control.Monad (forM, unless)
import Data.Time.Clock.POSIX (getPOSIXTime)

main :: IO ()
main = do
  now <- getPOSIXTime
  unless (now > 1700000000) (fail "no clock")

  results <- forM [1, 2, 3 :: Int] $ \number -> do
    result <- newEmptyMVar
    _ <- forkIO (putMVar result number)
    pure result
  numbers <- mapM takeMVar results
  putStrLn ("clock " ++ show (sum numbers))
