/** Entries of a list of permissions, for tests that compare. */
import type { Ace } from "../../../../src/setup/directory/ace.ts";

export const account = "S-1-5-21-1-2-3-1154";

/** One that gives the account nothing, at the root alone, but for what is said. */
export const ace = (change: Partial<Ace> = {}): Ace => ({
  kind: "allow",
  mask: 0,
  sid: account,
  objectType: null,
  inheritedObjectType: null,
  conditional: false,
  container: false,
  object: false,
  noPropagate: false,
  inheritOnly: false,
  inherited: false,
  ...change,
});
