/** A source as compilers and shells on Linux read it: without the byte order mark and the line ends of Windows. */
export function toSourceText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
}
