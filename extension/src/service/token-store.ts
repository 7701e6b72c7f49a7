import type { SecretStorage } from 'vscode'

/** Tokens in VS Code's secret storage, one per service, so that none is ever sent to another. */
export class TokenStore {
  readonly #secrets: SecretStorage

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets
  }

  async get(origin: string): Promise<string | undefined> {
    return await this.#secrets.get(key(origin))
  }

  async set(origin: string, token: string): Promise<void> {
    await this.#secrets.store(key(origin), token)
  }

  async delete(origin: string): Promise<void> {
    await this.#secrets.delete(key(origin))
  }
}

function key(origin: string): string {
  return `sandrun.token:${origin}`
}
