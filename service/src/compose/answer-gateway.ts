import type { JobeFiles } from '../gateway/http/compat/jobe/jobe-files.ts'
import type { McpCalls } from '../gateway/mcp/mcp-calls.ts'
import { readSome } from '../gateway/records/run-events.ts'
import type { RunRecords } from '../gateway/records/run-records.ts'
import type { GatewayAnswer, GatewayQuestion } from '../model/gateway-frame.ts'

interface Kept {
  records: RunRecords
  calls: McpCalls
  files: JobeFiles
}

const NOTHING: GatewayAnswer = { type: 'nothing' }

/** Answers other gateways from what this one has. */
export function answerGateway({ records, calls, files }: Kept): (question: GatewayQuestion) => Promise<GatewayAnswer> {
  return async (question) => {
    const { principal } = question
    switch (question.type) {
      case 'list':
        return { type: 'runs', runs: records.listOwn(principal, question.page, question.adapter) }
      case 'cancel-calls':
        calls.cancelOwn(question)
        return NOTHING
      case 'keep-file':
        files.putOwn(principal, question.file, Buffer.from(question.base64, 'base64'))
        return NOTHING
      case 'find':
      case 'read':
      case 'cancel':
      case 'forget':
    }
    const run = records.findOwn(principal, question.run)
    if (run === null) return NOTHING
    if (question.type === 'find') return { type: 'run', record: run.record() }
    if (question.type === 'read') return { type: 'events', ...(await readSome(run.log, question)) }
    if (question.type === 'cancel') run.cancel()
    else records.forgetOwn(question.run)
    return NOTHING
  }
}
