import qualified Data.ByteString as B

main :: IO ()
main = grow []
  where
    grow hoard
      | any (\part -> B.last part /= 1) (take 1 hoard) = print (length hoard)
      | otherwise = B.replicate 1048576 1 `seq` grow (B.replicate (1048576 + length hoard) 1 : hoard)
