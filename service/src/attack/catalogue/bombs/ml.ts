import { type Bomb, steps } from './bomb.ts'

/** Each function calls the last one twice, so the type of the thirtieth is a pair of pairs, 2^30 deep. */
const PAIRS = `let f0 x = (x, x)\n${steps(30, (number, last) => `let f${number} x = f${last} (f${last} x)`)}\n`

/** For the languages that infer the types of functions, as ML does. */
export const ML: readonly Bomb[] = [
  {
    language: 'haskell',
    name: 'types that double',
    code: `f0 x = (x, x)\n${steps(30, (number, last) => `f${number} x = f${last} (f${last} x)`)}\nmain = print 1\n`,
  },
  {
    language: 'haskell',
    name: 'a family of types',
    code: `{-# LANGUAGE TypeFamilies, UndecidableInstances, DataKinds #-}
type family Grow a where Grow a = Grow (a, a)
grown :: Grow Int
grown = (1 :: Int)
main = print 1
`,
    compileArgs: ['-freduction-depth=0'],
  },
  {
    language: 'haskell',
    name: 'code that the compiler runs',
    code: `{-# LANGUAGE TemplateHaskell #-}
import Control.Monad (forever)
import Data.IORef
import Language.Haskell.TH
main = $(runIO (do { kept <- newIORef []; forever (modifyIORef kept ('x' :)) } :: IO ()) >> [| return () |])
`,
  },
  { language: 'ocaml', name: 'types that double', code: PAIRS },
  {
    language: 'ocaml',
    name: 'signatures that double',
    code: `module type S0 = sig type t end
${steps(30, (number, last) => `module type S${number} = sig module A : S${last} module B : S${last} end`)}
module F (X : S30) = struct include X end
`,
  },
  { language: 'fsharp', name: 'types that double', code: `${PAIRS}printfn "1"\n` },
  {
    language: 'fsharp',
    name: 'functions inlined twice',
    code: `let inline f0 x = x + x\n${steps(30, (number, last) => `let inline f${number} x = f${last} (f${last} x)`)}\nprintfn "%d" (f30 1)\n`,
  },
]
