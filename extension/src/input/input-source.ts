import { fromBytes } from '@sandrun/shared'
import { FileSystemError, type TextDocument, Uri, env, l10n, workspace } from 'vscode'
import type { FileMemory } from '../program/file-memory.ts'
import { unixLines } from '../program/program.ts'
import { settings } from '../settings.ts'
import type { GivenInput } from '../program/given-input.ts'

/** How much of a file's last input outlives the window. */
const MAX_REMEMBERED_CHARACTERS = 64 * 1024

/** Gets a program's input if it is not typed during the run. */
export class InputSource {
  readonly #memory: FileMemory
  readonly #large = new Map<string, GivenInput>()

  constructor(memory: FileMemory) {
    this.#memory = memory
  }

  /** The input that the settings give a file; undefined if the user types it. */
  async standing(document: TextDocument): Promise<GivenInput | undefined> {
    switch (settings.inputOf(document.uri)) {
      case 'type':
        return undefined
      case 'last':
        return this.last(document.uri.toString())
      case 'clipboard':
        return await this.clipboard()
      case 'file':
        return await this.#fileBeside(document.uri)
    }
  }

  /** The file's last input. */
  last(key: string): GivenInput | undefined {
    return this.#large.get(key) ?? (this.#memory.get('input', key) as GivenInput | undefined)
  }

  async remember(key: string, input: GivenInput): Promise<void> {
    const small = JSON.stringify(input.data).length <= MAX_REMEMBERED_CHARACTERS
    if (small) this.#large.delete(key)
    else this.#large.set(key, input)
    await this.#memory.set('input', key, small ? input : undefined)
  }

  async clipboard(): Promise<GivenInput> {
    return { name: l10n.t('clipboard'), data: unixLines(await env.clipboard.readText()) }
  }

  /** The unchanged bytes; a program from Windows may want its CRLF. */
  async file(uri: Uri): Promise<GivenInput> {
    return { name: uri.path.split('/').at(-1) ?? '', data: fromBytes(await workspace.fs.readFile(uri)) }
  }

  /** `numbers.in` for `numbers.py`, unless the setting says otherwise; undefined if there is none. */
  async #fileBeside(uri: Uri): Promise<GivenInput | undefined> {
    const name = uri.path.split('/').at(-1) ?? ''
    const wanted = settings.inputFileOf(uri).replaceAll('${name}', name.replace(/(?<=.)\.[^.]*$/, ''))
    try {
      return await this.file(Uri.joinPath(uri, '..', wanted))
    } catch (error) {
      // An untitled editor has no folder.
      if (error instanceof FileSystemError || uri.scheme === 'untitled') return undefined
      throw error
    }
  }
}
