/** A measured number beside the bound it must stay under. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** The most it may be. */
  readonly bound: number;
  readonly unit: string;
  /** What it is compared with in the same run, so that a slow machine is seen as one. */
  readonly beside?: string;
}

/** Each file of figures/ measures one idea. */
export type Measure = () => Promise<readonly Figure[]>;

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new Error("Nothing was measured.");
  return (lower + upper) / 2;
};

/** Milliseconds that some work takes. */
export const once = (work: () => void): number => {
  const from = performance.now();
  work();
  return performance.now() - from;
};

/** The usual times of both, taken in turn: what else the machine does in between strikes both. */
export const compared = (one: () => void, other: () => void): readonly [number, number] => {
  const times = Array.from({ length: 21 }, () => [once(one), once(other)] as const);
  return [median(times.map(([time]) => time)), median(times.map(([, time]) => time))];
};
