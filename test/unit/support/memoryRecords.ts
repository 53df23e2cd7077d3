/** Records that are kept as long as a test runs, and records as text. */
import type { JournalEvent } from "../../../src/setup/journal.ts";
import { readLine } from "../../../src/setup/journalLine.ts";
import type { RecordPart, Records } from "../../../src/setup/ports.ts";
import type { ServerId } from "../../../src/setup/target.ts";

const whole = (events: readonly JournalEvent[]): RecordPart => ({
  events,
  notRead: { lines: 0, newer: 0, skippedBytes: 0, aside: [] },
});

/** Nobody else writes to them. */
export const memoryRecords = ({
  read = () => Promise.resolve([]),
  append = () => Promise.resolve(),
}: {
  /** What is there at first. */
  readonly read?: (server: ServerId) => Promise<readonly JournalEvent[]>;
  readonly append?: (server: ServerId, event: JournalEvent) => Promise<void>;
}): Records => ({
  of: (server) => {
    let isRead = false;
    return {
      readOn: async () => {
        const part = whole(isRead ? [] : await read(server));
        isRead = true;
        return part;
      },
      append: async (event) => {
        await append(server, event);
        return whole([event]);
      },
    };
  },
});

/** What can be read of a record's text. */
export const readEvents = (text: string): JournalEvent[] =>
  text.split("\n").flatMap((line) => {
    const read = readLine(line);
    return typeof read === "string" ? [] : [read];
  });
