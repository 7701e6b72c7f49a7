import qualified Control.Concurrent.STM as Stm
import Control.Monad.Except (runExceptT)
import Control.Monad.Reader (runReader, ask)
import Control.Monad.State (execState, modify)
import Control.Monad.Writer (execWriter, tell)
import Data.Array (listArray, (!))
import Data.Bits (popCount)
import qualified Data.ByteString as Bytes
import qualified Data.ByteString.Builder as Builder
import Data.Char (toUpper)
import Data.Complex (Complex ((:+)), realPart)
import qualified Data.Graph as Graph
import Data.IORef (newIORef, readIORef)
import qualified Data.IntMap.Strict as IntMap
import Data.List.NonEmpty (NonEmpty ((:|)))
import qualified Data.Map.Strict as Map
import Data.Ratio ((%))
import qualified Data.Sequence as Seq
import qualified Data.Set as Set
import qualified Data.Text as Text
import qualified Data.Text.IO as Text
import Data.Time.Calendar (fromGregorian, toGregorian)
import Data.Unique (newUnique)
import System.Directory (doesDirectoryExist)
import System.FilePath ((</>))
import System.Process (readProcess)
import Text.Parsec (parse, many1, digit)
import Text.Printf (printf)

main :: IO ()
main = putStrLn "all are there"
