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

/** Takes a text in pieces, cut anywhere; `end` says that there are no more. */
export interface Pieces {
  readonly take: (piece: string) => void;
  readonly end: () => void;
}

/**
 * Gives the entries of a trace in their order as soon as each is complete. A line that is not the beginning of an entry
 * belongs to the one before. Of an entry `longest` characters are kept, so that a file without entries fills no memory.
 * Never throws; linear in the length of the text.
 */
export const traceReader = (give: (entry: TraceEntry) => void, longest = Infinity): Pieces => {
  let open: Omit<TraceEntry, "text"> = { time: undefined, thread: undefined, level: "" };
  let text = "";
  /** The beginning of a line that is not known yet to be a header or none; undefined in the middle of a line. */
  let beginning: string | undefined = "";

  const close = () => {
    const said = text.trim();
    if (open.time !== undefined || said !== "") give({ ...open, text: said });
  };
  const append = (more: string) => {
    if (text.length < longest) text += more.slice(0, longest - text.length);
  };
  const decide = (line: string) => {
    const match = line.length < shortestHeader ? null : header.exec(line.slice(0, headerLength));
    if (!match) {
      append(line);
      return;
    }
    close();
    const [whole, time, thread = "", level = ""] = match;
    open = { time, thread: Number(thread), level: level.toUpperCase() };
    text = "";
    append(line.slice(whole.length));
  };

  return {
    take: (piece) => {
      for (let at = 0; at < piece.length;) {
        const found = piece.indexOf("\n", at);
        const next = found < 0 ? piece.length : found + 1;
        const part = piece.slice(at, next);
        at = next;
        if (beginning === undefined) append(part);
        else {
          const line: string = beginning + part;
          if (found < 0 && line.length < headerLength) {
            beginning = line;
            continue;
          }
          decide(line);
        }
        beginning = found < 0 ? undefined : "";
      }
    },
    end: () => {
      if (beginning) decide(beginning);
      beginning = "";
      close();
    },
  };
};
