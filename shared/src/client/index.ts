export { ANSWER_TIMEOUT_MS, type Fetch, HttpClient } from './http-client.ts'
export { ActiveRun, type RunHandlers } from './active-run.ts'
export { RunClient } from './run-client.ts'
export { connectUrl, type Transport, webSocketTransport } from './transport.ts'
