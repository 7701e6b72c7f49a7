/**
 * What a terminal says by itself, or when it is asked: where the cursor is, that it is well, what it can do (ECMA-48, 8.3.14,
 * 8.3.24, 8.3.35; DECRPM). `ESC [ 1 ; 2 R` and the like are F3 with Shift, Alt or Ctrl as well.
 */
const REPORT = /^(?:\x1b\[(?:\?[\d;]+\$y|[?>=][\d;]*c|0n|(?!1;[2-8]R)\??\d+;\d+R))+$/

/** Whether nobody has typed this. A program that has asked for nothing gets none: another may have, and ended. */
export function isTerminalReport(text: string): boolean {
  return REPORT.test(text)
}
