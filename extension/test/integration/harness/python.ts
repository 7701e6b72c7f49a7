import type { LanguageInfo } from '@sandrun/shared'

/** A service's description of Python. */
export const python: LanguageInfo = {
  id: 'python',
  name: 'Python',
  version: '3.13.5',
  aliases: [],
  editorLanguageIds: ['python'],
  extensions: ['.py'],
  shebangs: [],
  file: 'main.py',
  compiled: false,
  available: true,
  warm: 1,
  prepared: 1,
  libraries: [],
  diagnostics: [],
  samples: [],
}
