import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/** Waits until something is so, and fails after a minute in which it never was. */
export const until = async (isSo: () => boolean | Promise<boolean>, what = String(isSo)): Promise<void> => {
  const end = Date.now() + 60_000;
  while (!(await isSo())) {
    assert.ok(Date.now() < end, `never so: ${what}`);
    await sleep(5);
  }
};
