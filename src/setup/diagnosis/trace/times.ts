/**
 * When the entries of a trace were written. They tell the time of day only; the day is counted back from the moment when
 * the file was written last, over every midnight between.
 */

const dayMs = 24 * 3_600_000;
/** Threads write a little out of order; what goes back further than this is the next day. */
const backMs = dayMs / 2;

/** Milliseconds since midnight, of `HH:mm:ss.fff`. */
const ofDay = (time: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = time.replace(",", ".").split(":").map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
};

/** One entry's place: which midnight it came after, and its time of day. */
export interface EntryTime {
  readonly midnights: number;
  readonly ofDayMs: number;
}

export const traceTimes = () => {
  let midnights = 0;
  let last = 0;
  return {
    /** Takes the time of the next entry. */
    take: (time: string): EntryTime => {
      const at = ofDay(time);
      if (last - at > backMs) midnights += 1;
      last = at;
      return { midnights, ofDayMs: at };
    },
    /** After the last entry: the moment of one, in milliseconds since 1970 in UTC. */
    moment: (place: EntryTime, writtenAtMs: number, utcOffsetMinutes: number): number => {
      const offsetMs = utcOffsetMinutes * 60_000;
      const onTheWall = writtenAtMs + offsetMs;
      const midnight = onTheWall - (((onTheWall % dayMs) + dayMs) % dayMs);
      // The last entry may be of the day before, and the file written just after midnight.
      const lastDay = midnight + last - onTheWall > backMs ? midnight - dayMs : midnight;
      return lastDay - (midnights - place.midnights) * dayMs + place.ofDayMs - offsetMs;
    },
  };
};
