/** The step's look at the planned account before anything is created. */
import * as l10n from "@vscode/l10n";
import { getServerFacts } from "../operations/server.ts";
import { serviceAccountDoubts } from "../plans/names.ts";
import type { StepContext } from "../step.ts";
import type { Checked } from "../stepState.ts";
import { valueOf } from "../values/fact.ts";
import { accountFindings, notSeen } from "./accountFindings.ts";
import { ofServer, plannedOf, readAccount } from "./accountSeen.ts";
import { rootKeyOf } from "./rootKey.ts";

/** Waits for the key where that is all that is left. `account`: as a person knows it. */
export const accountChecked = async (
  ctx: Pick<StepContext, "attestations" | "now" | "plan" | "read" | "remembered" | "run">,
  account: string,
): Promise<Checked> => {
  const doubts = serviceAccountDoubts(ctx.plan);
  const server = ofServer(await ctx.run(getServerFacts, {}));
  const planned = plannedOf(ctx.plan);
  if (server === undefined || planned === undefined) {
    const unread = l10n.t("It is not known to which domain the server is joined.");
    return { kind: "answered", findings: [...doubts, notSeen(account, unread)] };
  }
  const seen = await readAccount(ctx, planned, server);
  const now = ctx.now();
  const findings = [...doubts, ...accountFindings(seen, account, now)];
  if (findings.some(({ verdict }) => verdict === "fail")) return { kind: "todo", findings };
  const key = valueOf(rootKeyOf(seen, now));
  return key?.kind === "waiting"
    ? { kind: "waiting", forWhat: "kdsKey", until: key.until, findings }
    : { kind: "answered", findings };
};
