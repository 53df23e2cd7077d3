/** A moment: ISO 8601 in UTC, e.g. `2026-11-24T15:05:32.000Z`. Durations are numbers of milliseconds named `...Ms`. */
export type Time = string;

/** Milliseconds from `from` to `to`; negative when `to` is earlier. */
export const elapsedMs = (from: Time, to: Time): number => Date.parse(to) - Date.parse(from);

/** The same time of the day before. */
export const dayBefore = (time: Time): Time => new Date(Date.parse(time) - 24 * 3_600_000).toISOString();
