import { thisMachine } from "./thisMachine.ts";
import type { Transport } from "./transport.ts";

/** Every way to a server. A kind that has no line here may be on record, and is refused in words. */
export const transports: readonly Transport[] = [thisMachine];
