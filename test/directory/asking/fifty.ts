/** The forest of fifty controllers, asked both ways for all of them with their sites. */
import { readFile } from "node:fs/promises";
import { controllersQuestion } from "../../../src/setup/directory/controllers.ts";
import { readAnswers } from "../../../src/setup/directory/question.ts";
import { getDirectoryEntries, type DirectorySearch } from "../../../src/setup/operations/directory.ts";
import { resultOf } from "../../../src/setup/result.ts";
import { domain, type Domain } from "../support/domain.ts";
import { bound, target } from "./questions.ts";
import { views } from "./views.ts";

export const ways = ["server", "vsCode"] as const;
export type Way = (typeof ways)[number];

export interface Fifty {
  readonly fabrikam: Domain;
  /** Signs in at the real controller by this name or address, and asks. */
  readonly ask: (
    way: Way,
    controller: string,
    searches: readonly DirectorySearch[],
  ) => Promise<ReturnType<typeof bound>>;
  readonly stop: () => Promise<void>;
}

/** `searches` of the list. */
export const { searches: listed } = controllersQuestion;

/** Hosts, in small letters, with their sites, as the answer tells them. */
export const sitesIn = (answer: ReturnType<typeof bound>): ReadonlyMap<string, string | undefined> => {
  const list = readAnswers(controllersQuestion, answer);
  if ("unread" in list) throw new Error(list.unread);
  const whole = list.value.controllers.filter(({ standing }) => standing === "whole");
  return new Map(whole.map(({ host, site }) => [host.toLowerCase(), site]));
};

export const fiftyControllers = async (): Promise<Fifty> => {
  const fabrikam = await domain("fabrikam");
  const [{ address, name }] = fabrikam.controllers;
  const { upn: user, password } = fabrikam.accounts.administrator;
  const asked = await views({
    authorities: [await readFile(fabrikam.ca, "utf8")],
    dns: address,
    hosts: [address, name],
    identity: { user, password },
  }).catch(async (error: unknown) => {
    await fabrikam.stop();
    throw error;
  });
  return {
    fabrikam,
    ask: async (way, controller, searches) =>
      bound(
        resultOf(
          getDirectoryEntries,
          await asked[way].run(
            getDirectoryEntries,
            { target: target(controller, { domain: fabrikam.name }), searches: [...searches] },
            { secrets: { account: [{ user, password }] } },
          ),
        ),
      ),
    stop: async () => {
      await asked.stop();
      await fabrikam.stop();
    },
  };
};
