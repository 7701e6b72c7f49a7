/**
 * A terminal's reports, sent on its own or when asked: cursor position, status, abilities (ECMA-48, 8.3.14, 8.3.24,
 * 8.3.35; DECRPM). `ESC [ 1 ; 2 R` and the like are also F3 with Shift, Alt or Ctrl.
 */
const REPORT = /^(?:\x1b\[(?:\?[\d;]+\$y|[?>=][\d;]*c|0n|(?!1;[2-8]R)\??\d+;\d+R))+$/

/** Whether the terminal sent this. A program that has not asked gets no report: an earlier one may have asked. */
export function isTerminalReport(text: string): boolean {
  return REPORT.test(text)
}
