/** Moments as a page says them: in the reader's own time zone and language, of one kind wherever they stand. */
import { isTime } from "./time.ts";

/** Made once: to make it takes a hundred times as long as to use it, and a page has dozens of moments. */
const clock = new Intl.DateTimeFormat(undefined, {
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
  timeZoneName: "short",
});

/** A moment in the reader's own time zone, which is said, and language; a text that is none stands as it is. */
export const clockTime = (time: string): string => (isTime(time) ? clock.format(new Date(time)) : time);

/** Moments as journal and server write them: ISO 8601 with a zone. */
const moments =
  /(?<![\w.:-])\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?(?:Z|[+-]\d{2}:\d{2})(?![\w:-])/gu;

/** A text with each moment in it as a page says its moments: a page has one kind of time. */
export const withTimes = (text: string, say: (time: string) => string): string => text.replace(moments, say);
export const withClockTimes = (text: string): string => withTimes(text, clockTime);
