import type { Hello } from '@sandrun/service/hello'

type Compile = NonNullable<Hello['compile']>

/** GNU's linker, the default of most compilers. */
const GNU_LD = '-fuse-ld=bfd'

/** The usual commands for these compilers, which our packs call with their own shortcuts. */
const PLAIN: Readonly<Record<string, (compile: Compile) => readonly string[]>> = {
  // A precompiled header is used only if it is the first thing included.
  cpp: () => ['g++', '-std=gnu++23', '-O2', '-Wall', '-include', '/dev/null', GNU_LD, '-o', 'main', 'hello.cpp'],
  crystal: () => ['crystal', 'build', '--no-color', '-o', 'main', '/usr/local/lib/sandrun/crystal/live.cr', 'hello.cr'],
  d: ({ argv }) => [...argv, `-Xcc=${GNU_LD}`],
  // Without what the image has compiled in advance.
  nim: ({ argv }) => ['sh', '-c', 'mkdir /tmp/nim && exec "$@"', 'nim', ...argv],
  rust: ({ argv }) => [...argv, '-C', `link-arg=${GNU_LD}`],
}

/** The usual command to compile hello; null without a compile phase. */
export function plainCompiler({ id, compile, files }: Pick<Hello, 'id' | 'compile' | 'files'>): Compile | null {
  const plain = PLAIN[id]
  if (compile === null || plain === undefined) return compile
  const own = files[0]?.path ?? ''
  return { ...compile, argv: plain(compile).map((word) => (/^hello\.(?:cpp|cr)$/.test(word) ? own : word)) }
}
