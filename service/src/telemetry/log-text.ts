/**
 * Characters that JSON may contain as they are, though a terminal or another reader of a log takes them for something
 * else: DEL and C1 controls, line ends (U+0085, U+2028, U+2029), marks that change the direction of writing (UAX 9).
 */
const UNSAFE = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g

/** The same JSON with each of these characters as an escape sequence, so that it is one harmless line for everybody. */
export function escapeJson(json: string): string {
  return json.replaceAll(UNSAFE, escaped)
}

/** The same JSON, in which the sequence stays visible when its texts are shown decoded. */
export function escapeTexts(json: string): string {
  return json.replaceAll(UNSAFE, (character) => `\\${escaped(character)}`)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
