import { SetupError } from '../bootstrap/setup-error.mjs'

/** The parts of `npm test`, in order: the fast ones first, then those that use the remaining time. */
const PART_NAMES = /** @type {const} */ ([
  'check',
  'unit',
  'agent',
  'docker',
  'web',
  'extension',
  'e2e',
  'languages',
  'platforms',
])

/** @typedef {typeof PART_NAMES[number]} PartName */

/** @type {readonly PartName[]} */
const ONLY_BY_NAME = ['platforms']
/** @type {readonly PartName[]} */
const WITHOUT_DOCKER = ['check', 'unit']
/** @type {readonly PartName[]} */
const WITH_EDITOR = ['extension', 'e2e']
/** @type {readonly PartName[]} */
const WITH_BROWSER = ['web', ...WITH_EDITOR]

/**
 * The parts that `npm test -- unit docker` asks for; `all` are all; without a name, all but those that make a guest.
 * @param {readonly string[]} args
 * @returns {PartName[]}
 */
export function chooseParts(args) {
  const unknown = args.find((arg) => arg !== 'all' && !PART_NAMES.some((name) => name === arg))
  if (unknown !== undefined) {
    throw new SetupError(`Unknown test part "${unknown}".`, { todo: `npm test -- ${PART_NAMES.join('|')}|all` })
  }
  if (args.length === 0) return PART_NAMES.filter((name) => !ONLY_BY_NAME.includes(name))
  return PART_NAMES.filter((name) => args.includes('all') || args.includes(name))
}

/** @param {readonly PartName[]} parts */
export function needsCompiler(parts) {
  return parts.includes('unit') || parts.includes('docker')
}

/** @param {readonly PartName[]} parts */
export function needsDocker(parts) {
  return parts.some((name) => !WITHOUT_DOCKER.includes(name))
}

/** @param {readonly PartName[]} parts */
export function needsEditor(parts) {
  return parts.some((name) => WITH_EDITOR.includes(name))
}

/** @param {readonly PartName[]} parts */
export function needsBrowser(parts) {
  return parts.some((name) => WITH_BROWSER.includes(name))
}
