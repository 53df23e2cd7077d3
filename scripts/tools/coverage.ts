/** How much of the sources the unit tests must reach. */
import type { Floor } from "./nodeTests.ts";

export const floors: readonly Floor[] = [{ of: /^src\/setup\//u, lines: 95, branches: 95 }];
