import {
  MarkdownString,
  type TestController,
  type TestItem,
  type TestMessage,
  type TestRun,
  type TestRunRequest,
  tests,
} from 'vscode'
import { Text } from './text.ts'

/** A message about a test item. */
export interface TestEvent {
  kind: 'enqueued' | 'started' | 'passed' | 'failed' | 'errored' | 'skipped'
  /** The program's file name and the case's name: `double.py 1`. */
  test: string
  message: TestMessage | undefined
}

/** The words of something that VS Code takes as text or as Markdown. */
export function wordsOf(text: string | MarkdownString | undefined): string {
  return text instanceof MarkdownString ? text.value : (text ?? '')
}

const KINDS: ReadonlySet<PropertyKey> = new Set(['enqueued', 'started', 'passed', 'failed', 'errored', 'skipped'])

/** Records what the extension tells the Test Explorer, which is still real. */
export class TestRecorder {
  controller: TestController | undefined
  readonly events: TestEvent[] = []
  /** The output of runs. */
  readonly output = new Text()
  /** A line for each event: `passed double.py 1`. */
  readonly lines = new Text()

  install(): this {
    const create = tests.createTestController.bind(tests)
    const recording = (id: string, label: string): TestController => {
      const controller = create(id, label)
      const createTestRun = controller.createTestRun.bind(controller)
      controller.createTestRun = (request: TestRunRequest, ...rest) => this.#recorded(createTestRun(request, ...rest))
      this.controller = controller
      return controller
    }
    Object.assign(tests, { createTestController: recording })
    return this
  }

  /** The item for a program. */
  program(name: string): TestItem {
    const found = [...(this.controller?.items ?? [])].map(([, item]) => item).find(({ label }) => label === name)
    if (found === undefined) throw new Error(`There is no test item for ${name}`)
    return found
  }

  forget(): void {
    this.events.length = 0
    this.output.replace('')
    this.lines.replace('')
  }

  #recorded(run: TestRun): TestRun {
    return new Proxy(run, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          this.#note(name, args)
          return value.apply(target, args)
        }
      },
    })
  }

  #note(name: string | symbol, args: unknown[]): void {
    if (name === 'appendOutput') this.output.append(String(args[0]))
    if (name === 'end') this.lines.append('end\n')
    if (!KINDS.has(name)) return
    const item = args[0] as TestItem
    const test = [item.parent?.label, item.label].filter((part) => part !== undefined).join(' ')
    const message = typeof args[1] === 'object' ? (args[1] as TestMessage) : undefined
    this.events.push({ kind: name as TestEvent['kind'], test, message })
    this.lines.append(`${String(name)} ${test}\n`)
  }
}

const shared = globalThis as { sandrunTestRecorder?: TestRecorder }

/** The only recorder. It exists before the extension is activated, because test files load before any test runs. */
export const testRecorder: TestRecorder = (shared.sandrunTestRecorder ??= new TestRecorder().install())
