/** A moment: ISO 8601 in UTC, e.g. `2026-11-24T15:05:32.000Z`. Durations are numbers of milliseconds named `...Ms`. */
export type Time = string;

/** Whether a text is a moment at all. */
export const isTime = (text: string): boolean => !Number.isNaN(Date.parse(text));

/** Milliseconds from `from` to `to`; negative when `to` is earlier, as where a clock was set back; NaN where one is no moment. */
export const elapsedMs = (from: Time, to: Time): number => Date.parse(to) - Date.parse(from);

/** The same time of the day before. @throws RangeError where it is no moment: for moments of our own clock. */
export const dayBefore = (time: Time): Time => new Date(Date.parse(time) - 24 * 3_600_000).toISOString();
