/** The ports that this version does not have: what they would tell is unread, with why, and they change nothing. */
import * as l10n from "@vscode/l10n";
import { cloudOperations, directoryOperations } from "./operations/index.ts";
import type { Operation } from "./operations/operation.ts";
import type { Cloud, Directory } from "./ports.ts";

/** Why each of them tells nothing. */
export const notThereYet = {
  directory: () => l10n.t("This version does not look into the directory."),
  cloud: () => l10n.t("This version does not ask the tenant."),
};

/** Nothing is listed that could be asked of it. */
const run = ({ name }: Pick<Operation, "name">): Promise<never> =>
  Promise.reject(new Error(`Nothing carries out ${name}`));

export const noDirectory: Directory = {
  bind: () => Promise.resolve({ unread: notThereYet.directory() }),
  search: () => Promise.resolve({ unread: notThereYet.directory() }),
  operations: directoryOperations,
  run,
};

export const noCloud: Cloud = {
  account: () => Promise.resolve({ unread: notThereYet.cloud() }),
  get: () => Promise.resolve({ unread: notThereYet.cloud() }),
  operations: cloudOperations,
  run,
};
