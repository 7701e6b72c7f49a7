import type { Bomb } from './bomb.ts'
import { C_FAMILY } from './c-family.ts'
import { DOTNET } from './dotnet.ts'
import { JVM } from './jvm.ts'
import { ML } from './ml.ts'
import { OTHERS } from './others.ts'
import { SYSTEMS } from './systems.ts'

/** A bomb or more for each language that is compiled, the starter languages first. */
export const BOMBS: readonly Bomb[] = [...C_FAMILY, ...JVM, ...OTHERS, ...SYSTEMS, ...ML, ...DOTNET]
