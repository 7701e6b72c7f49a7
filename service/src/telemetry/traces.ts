import type { Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { RunResult, SandrunError } from '@sandrun/shared'
import type { RunFacts, RunTelemetry } from '../ports/run-telemetry.ts'
import { usageOf } from '../model/usage.ts'
import { VERSION } from '../model/version.ts'

/**
 * Sends a span for each run to a collector (opentelemetry.io/docs/specs/otel/protocol/exporter); the exporter itself
 * reads its headers and the like from OTEL_EXPORTER_OTLP_*.
 */
export class Traces implements RunTelemetry {
  readonly #provider: TracerProvider
  readonly #tracer: Tracer

  /** `endpoint`: the collector's address; the protocol defines the path of traces below it. */
  constructor(endpoint: string) {
    const url = `${endpoint.replace(/\/$/, '')}/v1/traces`
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({ 'service.name': 'sandrun', 'service.version': VERSION }),
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url }) })],
    })
    this.#tracer = this.#provider.getTracer('sandrun', VERSION)
  }

  ended(run: RunFacts, result: RunResult): void {
    const { wallMs, cpuMs, memoryKb } = usageOf(result)
    const span = this.#tracer.startSpan('run', {
      startTime: new Date(result.startedAt),
      attributes: {
        ...attributesOf(run),
        'sandrun.verdict': result.verdict,
        'sandrun.warm': result.warm,
        'sandrun.queued_ms': result.queuedMs,
        'sandrun.wall_ms': wallMs,
        'sandrun.cpu_ms': cpuMs,
        'sandrun.memory_kb': memoryKb,
      },
    })
    span.end()
  }

  refused(run: RunFacts, { code }: SandrunError): void {
    this.#tracer.startSpan('run', { attributes: { ...attributesOf(run), 'error.type': code } }).end()
  }

  /** Sends all unsent spans. */
  async close(): Promise<void> {
    await this.#provider.shutdown()
  }
}

function attributesOf({ id, principal, language }: RunFacts): Record<string, string> {
  return { 'sandrun.run': id ?? '', 'sandrun.principal': principal.id, 'sandrun.language': language ?? '' }
}
