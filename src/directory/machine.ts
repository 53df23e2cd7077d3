/** The directory asked by the machine that VS Code runs on, over LDAPS or StartTLS, with an account that was entered. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { getDirectoryEntries, type DirectoryAnswer } from "../setup/operations/directory.ts";
import type { Credential } from "../setup/operations/operation.ts";
import type { Carrier } from "../setup/ports.ts";
import { CancelledError } from "../setup/problem.ts";
import type { MachineParts } from "./connect.ts";
import { Failed, failed } from "./failure.ts";
import { open } from "./open.ts";
import { searched } from "./search.ts";

export type { MachineParts } from "./connect.ts";

type Args = v.InferOutput<typeof getDirectoryEntries.args>;

const answer = async (
  { target, searches }: Args,
  account: Credential | undefined,
  parts: MachineParts,
  signal: AbortSignal | undefined,
): Promise<DirectoryAnswer> => {
  const opened = await open(target, account, parts, signal);
  const end = () => {
    opened.exchange.end();
  };
  signal?.addEventListener("abort", end);
  try {
    const answers = [];
    for (const one of searches) {
      answers.push(await searched(opened, one));
      if (signal?.aborted === true) throw new CancelledError();
    }
    return { outcome: "bound", bind: opened.bind, answers };
  } finally {
    signal?.removeEventListener("abort", end);
    end();
  }
};

/** Answers as the agent's server does; a change says why it is not made. */
export const machine = (parts: MachineParts): Carrier => ({
  run: async (operation, args, how) => {
    if (operation.changing)
      return failed(
        "bind",
        "notPossible",
        l10n.t("This machine changes nothing in a directory: it is done from the agent's server."),
      ).failure;
    if (how?.signal?.aborted === true) throw new CancelledError();
    const [account] = Object.values<readonly Credential[] | undefined>(how?.secrets ?? {}).flatMap(
      (all) => all ?? [],
    );
    try {
      return await answer(v.parse(getDirectoryEntries.args, args), account, parts, how?.signal);
    } catch (error) {
      if (error instanceof Failed) return error.failure;
      throw error;
    }
  },
});
