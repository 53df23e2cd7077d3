/** A moment in milliseconds since 1970 as the directory writes it: 100 ns since 1601 ([MS-DTYP] 2.3.3). */
export const fileTime = (ms: number): string => String((BigInt(ms) + 11_644_473_600_000n) * 10_000n);
