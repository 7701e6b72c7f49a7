import * as z from 'zod/mini'
import { CaseSchema, CompareSchema } from './run-request.ts'

/** `main.py.cases.json` beside `main.py`: its test cases, in the form of a run request. */
export const CaseFileSchema = z.strictObject({
  cases: z.array(CaseSchema).check(z.maxLength(1000)),
  compare: z.optional(CompareSchema),
})

export type CaseFile = z.infer<typeof CaseFileSchema>
