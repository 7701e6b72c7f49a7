import {
  DEFAULT_MAXIMUM_LIMITS,
  DEFAULT_RUN_LIMITS,
  LIMIT_NAMES,
  type LimitName,
  MINIMUM_MEMORY_MB,
  parseOrThrow,
  RunRequestSchema,
  SandrunError,
} from '@sandrun/shared'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTestManifest } from '../../conformance/test-pack.ts'
import { type PhaseLimits, resolvePhaseLimits } from './resolve-limits.ts'

const MAXIMUM = DEFAULT_MAXIMUM_LIMITS
const toy = createTestManifest('toy')

/** Takes a request's limits from JSON to the sandbox: the limits, or the error that names the field. */
function resolve(limits: object, manifest = toy, maximum = MAXIMUM): PhaseLimits | SandrunError {
  try {
    const request = parseOrThrow(RunRequestSchema, { language: 'toy', code: 'x', limits })
    return resolvePhaseLimits(manifest, request, maximum)
  } catch (error) {
    if (error instanceof SandrunError) return error
    throw error
  }
}

const least = (name: LimitName): number => (name === 'memoryMb' ? MINIMUM_MEMORY_MB : 1)
const anyName = fc.constantFrom(...LIMIT_NAMES)
/** A disk that always fits, so that only one limit is tested. */
const alone = (name: LimitName, value: unknown): object => ({
  ...(name !== 'diskMb' && { diskMb: 1 }),
  ...(name === 'diskMb' && { memoryMb: MAXIMUM.memoryMb }),
  [name]: value,
})

describe('a limit', () => {
  it('within the maximum is accepted unchanged', () => {
    fc.assert(
      fc.property(
        anyName.chain((name) => fc.tuple(fc.constant(name), fc.integer({ min: least(name), max: MAXIMUM[name] }))),
        ([name, value]) => {
          expect(resolve(alone(name, value))).toMatchObject({ run: { [name]: value } })
        },
      ),
    )
  })

  it('above the maximum is refused by an error that names it, never clamped', () => {
    fc.assert(
      fc.property(
        anyName.chain((name) => fc.tuple(fc.constant(name), fc.integer({ min: MAXIMUM[name] + 1, max: 2 ** 31 - 1 }))),
        ([name, value]) => {
          expect(resolve(alone(name, value))).toMatchObject({
            code: 'limit-too-high',
            field: `limits.${name}`,
            message: expect.stringContaining(String(MAXIMUM[name])),
          })
        },
      ),
    )
  })

  it('of open files counts for all processes together, if the machine has a limit', () => {
    const maximum = { ...MAXIMUM, openFilesInAll: 100_000 }
    expect(resolve({ processes: 512, openFiles: 4096 }, toy, maximum)).toMatchObject({
      code: 'limit-too-high',
      field: 'limits.openFiles',
      message: '"limits.openFiles": 4096 is more than the maximum for 512 processes, 195.',
    })
    expect(resolve({ processes: 24, openFiles: 4096 }, toy, maximum)).toMatchObject({ run: { openFiles: 4096 } })
    // A default yields to a request.
    expect(resolve({ processes: 512 }, toy, maximum)).toMatchObject({ run: { processes: 512, openFiles: 195 } })
    expect(resolve({}, toy, maximum)).toMatchObject({ run: { processes: 64, openFiles: 256 } })
  })

  it('that is not a positive whole number is refused by its name', () => {
    const wrong = fc.oneof(
      fc.constantFrom(0, -1, -0, 1e18, Number.NaN, Infinity, -Infinity, null, '5', '', true, [], {}, [5]),
      fc.integer({ max: 0 }),
      fc.double({ min: 0.001, max: 1e6 }).filter((value) => !Number.isInteger(value)),
      fc.integer({ min: 2 ** 31, max: Number.MAX_SAFE_INTEGER }),
      fc.string(),
    )
    fc.assert(
      fc.property(anyName, wrong, (name, value) => {
        expect(resolve(alone(name, value))).toMatchObject({ code: 'invalid-request', field: `limits.${name}` })
      }),
    )
  })

  it('comes from the request, else the language, else the service, and is never above the maximum', () => {
    const optional = (name: LimitName): fc.Arbitrary<number | undefined> =>
      fc.option(fc.integer({ min: least(name), max: MAXIMUM[name] }), { nil: undefined })
    fc.assert(
      fc.property(
        anyName
          .filter((name) => name !== 'diskMb')
          .chain((name) => fc.tuple(fc.constant(name), optional(name), optional(name), optional(name))),
        ([name, ofLanguage, asked, most]) => {
          const maximum = { ...MAXIMUM, [name]: most ?? MAXIMUM[name] }
          const manifest = { ...toy, run: { ...toy.run, limits: { [name]: ofLanguage } } }
          const limits = resolve({ diskMb: 1, [name]: asked }, manifest, maximum)
          const chosen = asked ?? Math.min(ofLanguage ?? DEFAULT_RUN_LIMITS[name], maximum[name])
          expect(limits).toMatchObject(
            chosen > maximum[name] ? { code: 'limit-too-high' } : { run: { [name]: chosen } },
          )
        },
      ),
    )
  })
})

describe('the memory of a compiled program', () => {
  const compiled = (ofCompiler?: number, ofProgram?: number): typeof toy => ({
    ...toy,
    compile: { argv: ['toyc'], ...(ofCompiler !== undefined && { limits: { memoryMb: ofCompiler } }) },
    run: { ...toy.run, ...(ofProgram !== undefined && { limits: { memoryMb: ofProgram } }) },
  })

  it("is at least its compiler's, so that no limit changes in between", () => {
    for (const manifest of [compiled(), compiled(1024), compiled(768, 384), compiled(512, 768)]) {
      const { run, compile } = resolvePhaseLimits(manifest, {}, MAXIMUM)
      expect(run.memoryMb).toBe(Math.max(compile?.memoryMb ?? 0, manifest.run.limits?.memoryMb ?? 0))
    }
    expect(resolvePhaseLimits(compiled(), { compileLimits: { memoryMb: 900 } }, MAXIMUM).run.memoryMb).toBe(900)
  })

  it('is exactly what the request asks for', () => {
    expect(resolvePhaseLimits(compiled(), { limits: { memoryMb: 64, diskMb: 8 } }, MAXIMUM).run.memoryMb).toBe(64)
  })

  it("is never above the operator's maximum", () => {
    expect(resolvePhaseLimits(compiled(), {}, { ...MAXIMUM, memoryMb: 300 }).run.memoryMb).toBe(300)
  })
})
