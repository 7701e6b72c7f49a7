import type { Hello } from '@sandrun/service/hello'

type Compile = NonNullable<Hello['compile']>

/** GNU's linker, as it is where nobody has chosen another. */
const GNU_LD = '-fuse-ld=bfd'

/** How people call these compilers, which our packs call with shortcuts of their own. */
const PLAIN: Readonly<Record<string, (compile: Compile) => readonly string[]>> = {
  // A precompiled header is taken only as the first thing that is read.
  cpp: () => ['g++', '-std=gnu++23', '-O2', '-Wall', '-include', '/dev/null', GNU_LD, '-o', 'main', 'hello.cpp'],
  d: ({ argv }) => [...argv, `-Xcc=${GNU_LD}`],
  rust: ({ argv }) => [...argv, '-C', `link-arg=${GNU_LD}`],
}

/** What a person would type to compile hello; null where nothing is compiled. */
export function plainCompiler({ id, compile, files }: Pick<Hello, 'id' | 'compile' | 'files'>): Compile | null {
  const plain = PLAIN[id]
  if (compile === null || plain === undefined) return compile
  const own = files[0]?.path ?? ''
  return { ...compile, argv: plain(compile).map((word) => (word === 'hello.cpp' ? own : word)) }
}
