/**
 * The agent's and the wizard's trace files: entries `[15:16:14.583] [ 16] [ERROR] text`, which go on over the
 * following lines where they hold an exception. The form is the one of Microsoft's own excerpts:
 * https://learn.microsoft.com/troubleshoot/entra/entra-id/ad-dmn-services/azure-ad-hybrid-sync-no-such-object-on-server
 */

export interface TraceEntry {
  /** `HH:mm:ss.fff` as the file says it, without a day; undefined for lines before the first entry. */
  readonly time: string | undefined;
  /** Undefined for lines before the first entry. */
  readonly thread: number | undefined;
  /** `ERROR`, `WARN`, `INFO`, ... in upper case; empty for lines before the first entry. */
  readonly level: string;
  /** The message and every line that belongs to it. */
  readonly text: string;
}

const header =
  /^\uFEFF?\s*\[\s*(\d{1,2}:\d{2}:\d{2}[.,]\d{1,7})\s*\]\s*\[\s*(\d{1,10})\s*\]\s*\[\s*([A-Za-z]{1,12})\s*\]/u;
/** A header is shorter than this. Only so much of a line is examined, however long it is. */
const headerLength = 120;
/** And not shorter than this: `[1:23:45.6][7][WARN]`. Shorter lines need no look. */
const shortestHeader = 18;

/**
 * The entries of a trace file, in their order. A line that is not the beginning of an entry belongs to the one before;
 * nothing is left out and nothing throws. Linear in the length of the text.
 */
export function* traceEntries(text: string): Generator<TraceEntry> {
  let open: Omit<TraceEntry, "text"> = { time: undefined, thread: undefined, level: "" };
  let begin = 0;
  const entry = (end: number): TraceEntry | undefined => {
    const said = text.slice(begin, end).trim();
    return open.time === undefined && said === "" ? undefined : { ...open, text: said };
  };
  for (let at = 0; at < text.length;) {
    const found = text.indexOf("\n", at);
    const next = found < 0 ? text.length : found + 1;
    const match =
      next - at < shortestHeader ? null : header.exec(text.slice(at, Math.min(next, at + headerLength)));
    if (match) {
      const before = entry(at);
      if (before) yield before;
      const [whole, time, thread = "", level = ""] = match;
      open = { time, thread: Number(thread), level: level.toUpperCase() };
      begin = at + whole.length;
    }
    at = next;
  }
  const last = entry(text.length);
  if (last) yield last;
}
