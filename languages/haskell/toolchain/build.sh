# build.sh file flags: builds the program that begins at the main of the file's module, whatever that is called.
# It is begun from a module of our own. Haskell never writes out a question before it reads the answer, nor what was
# printed before a program is killed: here what is written to stdout is seen at once.
set -e
file=$1
shift

module=$(sed -nE "s/^module[[:space:]]+([A-Z][A-Za-z0-9_.']*).*/\1/p" "$file" | head -n 1)
mkdir -p /tmp/ghc
# Template Haskell loads what it has compiled, and from /tmp nothing can be.
temporary=$(mktemp -d ./.ghc-XXXXXX)
trap 'rm -rf "$temporary"' EXIT
cat >/tmp/ghc/SandrunMain.hs <<END
{-# OPTIONS_GHC -w #-}
module SandrunMain (main) where

import qualified ${module:=Main}
import qualified System.IO

main = System.IO.hSetBuffering System.IO.stdout System.IO.NoBuffering >> $module.main
END
ghc -v0 -O1 -dynamic -fdiagnostics-color=never -outputdir /tmp/ghc -tmpdir "$temporary" -main-is SandrunMain -o main "$@" "$file" /tmp/ghc/SandrunMain.hs
