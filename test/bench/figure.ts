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
