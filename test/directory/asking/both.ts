/** Asks both ways, and holds one answer to the other. */
import assert from "node:assert/strict";
import {
  getDirectoryEntries,
  type DirectoryAnswer,
  type DirectorySearch,
  type DirectoryTarget,
} from "../../../src/setup/operations/directory.ts";
import type { Credential } from "../../../src/setup/operations/operation.ts";
import { resultOf } from "../../../src/setup/result.ts";
import { told } from "./questions.ts";
import type { Views } from "./views.ts";

export const ways = ["server", "vsCode"] as const;
export type Way = (typeof ways)[number];

type Questions<Answer> = (
  to: DirectoryTarget,
  searches: readonly DirectorySearch[],
  account: Credential,
) => Promise<Answer>;

export interface Asking {
  readonly ask: (way: Way, ...of: Parameters<Questions<unknown>>) => Promise<DirectoryAnswer>;
  /** What both answer. */
  readonly both: Questions<DirectoryAnswer>;
}

export const asking = (views: () => Views): Asking => {
  const ask: Asking["ask"] = async (way, to, searches, account) => {
    const given = await views()[way].run(
      getDirectoryEntries,
      { target: to, searches: [...searches] },
      { secrets: { account: [account] } },
    );
    return resultOf(getDirectoryEntries, given);
  };
  return {
    ask,
    both: async (...of) => {
      const [server, vsCode] = [await ask("server", ...of), await ask("vsCode", ...of)];
      assert.deepEqual(told(server), told(vsCode));
      return server;
    },
  };
};
