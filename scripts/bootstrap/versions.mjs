/** The versions for a fresh machine: all that the bootstrap installs on its own are here. */
export const NODE_MINIMUM = '24.12.0'
export const NODE_VERSION = '24.21.0'
export const PNPM_VERSION = '12.21.0'
export const CODE_SERVER_VERSION = '4.139.1'
export const BASE_IMAGE = 'debian:trixie-slim'

/**
 * @param {string} version such as `v24.12.1` or `24.13.0-rc.1`
 * @param {string} minimum such as `24.12.0`
 */
export function isAtLeast(version, minimum) {
  const have = numbersOf(version)
  const need = numbersOf(minimum)
  for (let index = 0; index < need.length; index++) {
    const difference = (have[index] ?? 0) - (need[index] ?? 0)
    if (difference !== 0) return difference > 0
  }
  // A release candidate of the minimum itself comes before it.
  return !version.includes('-')
}

/** @param {string} version */
function numbersOf(version) {
  return (version.replace(/^v/, '').split('-')[0] ?? '').split('.').map(Number)
}
