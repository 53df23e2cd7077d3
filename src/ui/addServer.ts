/** Adds a server that is reached otherwise than as this window's own machine, in one of the ways that say how. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { AddingServer } from "../setup/addingServer.ts";
import type { TargetStore } from "../setup/engine/targetStore.ts";
import { address } from "../setup/target.ts";
import { chosen, typed } from "./surfaces/boxes.ts";

const wrong = (value: string): string | undefined =>
  v.is(address, value) ? undefined : l10n.t("It is one word, and does not begin with a hyphen.");

/** Nothing is added where a box is closed. A server is called as it was named first, until it has told its own name. */
export const addServer = async (ways: readonly AddingServer[], targets: TargetStore): Promise<void> => {
  const title = l10n.t("Add a server");
  const way = await chosen(
    ways.map((value) => ({ label: value.title(), detail: value.detail(), value })),
    { title, placeHolder: l10n.t("How is it reached?"), staysOpen: true },
  );
  if (!way) return;
  const answers: [name: string, answer: string][] = [];
  for (const { name, prompt } of way.asks) {
    const answer = await typed({ title, prompt: prompt(), wrong });
    if (answer === undefined) return;
    answers.push([name, answer]);
  }
  const [first] = answers;
  await targets.add(first?.[1] ?? way.title(), { ...Object.fromEntries(answers), kind: way.kind });
};
