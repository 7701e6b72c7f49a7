import { isOver, SandrunError } from '@sandrun/shared'
import { InteractiveRun } from '@sandrun/shared/client'
import { cover } from './cover.ts'
import { type Editor, loadEditor } from './editing.ts'
import { languageIn, type Parts, requestOf, withoutFrame } from './program-source.ts'
import { type Service, serviceAt } from './service.ts'
import { View } from './view.ts'
import { type Words, wordsFor } from './words.ts'

/** The service that the widget's script came from. */
let home: URL | undefined

export function setHome(url: URL): void {
  home = url
}

/** `<sandrun-editor>`: lets readers run, and edit, the code block before it. docs/embed.md has its attributes. */
export class SandrunEditor extends HTMLElement {
  #view: View | null = null
  #run: InteractiveRun | null = null
  #editor: Editor | null = null
  /** The code as the reader has changed it; null while the block is shown. */
  #edited: string | null = null
  /** Shows the block again that the editor replaces. */
  #uncover: (() => void) | null = null
  /** Counts openings and closings, so that an outdated opening ends. */
  #opening = 0
  #words: Words = wordsFor('')

  connectedCallback(): void {
    this.#words = wordsFor(this.closest<HTMLElement>('[lang]')?.lang ?? navigator.language)
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' })
    this.#view = new View(
      root,
      this.#words,
      { canEdit: !this.hasAttribute('readonly') },
      {
        run: () => void this.run(),
        stop: () => this.stop(),
        edit: () => void this.edit(),
        reset: () => this.reset(),
        type: (text) => this.#run?.type(text),
      },
    )
    const [firstLine = ''] = (this.#block()?.textContent ?? '').trim().split('\n', 1)
    this.#view.name(firstLine)
  }

  disconnectedCallback(): void {
    this.stop()
    this.reset()
  }

  /** Ends the previous run, then runs the program. Resolves at its end; the widget shows every result. */
  async run(): Promise<void> {
    this.stop()
    const view = this.#view
    const run = new InteractiveRun(() => {
      if (run === this.#run) view?.show(run.state)
    })
    this.#run = run
    view?.output.clear()
    view?.show(run.state)
    try {
      const service = this.#service()
      const request = await requestOf(this.#code(), this.#parts(), {
        textOf: (id) => textOf(document.getElementById(id)),
        fetchText: (address) => fetchText(new URL(address, document.baseURI)),
        factsOf: (language) => service.language(language, run.signal),
      })
      await service.run(run, request, (bytes) => (run === this.#run ? view?.output.write(bytes) : undefined))
    } catch (error) {
      run.fail(error)
    }
    if (run.state.name === 'ended') this.#tell('sandrun-result', run.state.result)
    else if (run.state.name === 'failed') this.#tell('sandrun-error', run.state.error)
  }

  /** Ends the run wherever it is. */
  stop(): void {
    if (this.#run !== null && !isOver(this.#run.state)) this.#run.cancel()
  }

  /** Opens the editor in the place of the code block. */
  async edit(): Promise<void> {
    const view = this.#view
    if (view === null || this.#edited !== null) return
    const opening = (this.#opening += 1)
    try {
      const content = this.#code()
      this.#edited = content
      const open = await loadEditor(home ?? this.#server())
      const language = await this.#service()
        .language(this.#parts().language, AbortSignal.timeout(10_000))
        .catch(() => undefined)
      // Reset or removed meanwhile, and perhaps opened again.
      if (opening !== this.#opening) return
      const block = this.#block()
      this.#uncover = block === null ? null : cover(block)
      view.showEditing(true)
      const editor = await open(view.editor, {
        path: language?.file ?? 'program',
        content,
        label: this.#words.program,
        language,
        changed: (text) => (this.#edited = text),
      })
      if (opening !== this.#opening) return editor.dispose()
      this.#editor = editor
      editor.focus()
    } catch (cause) {
      if (opening !== this.#opening) return
      this.reset()
      const error =
        cause instanceof SandrunError ? cause : new SandrunError('unreachable', 'The editor did not load.', { cause })
      view.refuseEditing(error)
    }
  }

  /** Closes the editor: the program is the code block's again. */
  reset(): void {
    this.#opening += 1
    this.#editor?.dispose()
    this.#editor = null
    this.#edited = null
    this.#uncover?.()
    this.#uncover = null
    this.#view?.showEditing(false)
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  #block(): HTMLElement | null {
    const selector = this.getAttribute('selector')
    const found = selector === null ? this.previousElementSibling : document.querySelector(selector)
    return found instanceof HTMLElement ? found : null
  }

  #code(): string {
    if (this.#edited !== null) return this.#edited
    const block = this.#block()
    if (block !== null) return withoutFrame(block.textContent ?? '')
    throw new SandrunError('invalid-request', 'There is no code block for this <sandrun-editor>.', {
      hint: 'Put it right after the block, or name the block in its attribute selector.',
    })
  }

  #parts(): Parts {
    const code = this.#block()?.querySelector('code')
    const named = languageIn(`${this.#block()?.className ?? ''} ${code?.className ?? ''}`)
    const language = this.getAttribute('language') ?? named
    if (language === null) {
      throw new SandrunError('invalid-request', 'This <sandrun-editor> lacks the attribute language.', {
        hint: 'Name a language of the service, such as language="python".',
        field: 'language',
      })
    }
    const [version, args, stdin, template, files] = ['version', 'args', 'stdin', 'template', 'files'].map((name) =>
      this.getAttribute(name),
    )
    return {
      language,
      version: version ?? null,
      args: args ?? null,
      stdin: stdin ?? null,
      template: template ?? null,
      files: files ?? null,
    }
  }

  #server(): URL {
    const server = this.getAttribute('server') ?? home ?? location.origin
    if (URL.canParse(server)) return new URL(server)
    throw new SandrunError('invalid-request', `"${server}" is not the address of a service.`, {
      hint: 'Write it in full, such as https://run.example.',
      field: 'server',
    })
  }

  #service(): Service {
    return serviceAt(this.#server(), this.getAttribute('token') ?? undefined)
  }
}

/** A template's content is not its text. */
function textOf(element: HTMLElement | null): string | null {
  return element instanceof HTMLTemplateElement ? element.content.textContent : (element?.textContent ?? null)
}

async function fetchText(url: URL): Promise<string> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  return await response.text()
}
