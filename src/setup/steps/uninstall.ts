import * as l10n from "@vscode/l10n";
import type { ConsentKind } from "../consent.ts";
import { isManagedAccount } from "../agent/account.ts";
import { factOf, valueOf } from "../values/fact.ts";
import { installerFailure } from "../agent/installerExit.ts";
import {
  getAgentFacts,
  getAgentHealth,
  getAgentLeftovers,
  uninstallAgentProduct,
} from "../operations/agent.ts";
import { getRegisteredDomains } from "../operations/registering.ts";
import { getWindowsFacts } from "../operations/windows.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import type { Step, StepContext } from "../step.ts";
import { judgeLeftovers } from "../agent/leftovers.ts";
import { uninstallOrder } from "../agent/uninstall.ts";
import { changesOf } from "../actions/calls.ts";
import { listedFirst } from "../actions/listedFirst.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly uninstall: true;
  }
}

const productsOf = async ({ run, read }: StepContext) => {
  const { products } = await run(getAgentHealth, {});
  if ("unread" in products)
    throw new ProblemError({
      code: "operationFailed",
      happened: l10n.t("The list of installed programs could not be read."),
      means: l10n.t("Nothing was uninstalled."),
      next: [l10n.t("Check again from a session with administrator rights.")],
      raw: products.unread,
    });
  const windows = await read(getWindowsFacts, {});
  return uninstallOrder(products.value, {
    neighbours: factOf(windows, "neighbours"),
    updaterSharers: factOf(windows, "updaterSharers"),
  });
};

/** The account the agent ran as is remembered in what was said, since the service that names it goes. */
const accountOf = (ctx: StepContext): string | undefined =>
  ctx.attestations.flatMap((one) => (one.about === "account" ? [one.account] : [])).at(-1);

/** What the server lists, else what was said when it was registered, else what the plan wants. */
const domainsOf = async ({ read, attestations, plan }: StepContext): Promise<readonly string[]> => {
  const seen = attestations.findLast((one) => one.about === "domains");
  return (
    valueOf(factOf(await read(getRegisteredDomains, {}), "domains")) ??
    (seen?.about === "domains" ? seen.domains : plan.domains.map(({ name }) => name))
  );
};

const toUninstall: ConsentKind = { id: "uninstall", given: "box" };

/** @throws CancelledError where nobody agrees. */
const agreed = async (ctx: StepContext): Promise<void> => {
  const domains = await domainsOf(ctx);
  const yes = await ctx.ask.consent({
    ...toUninstall,
    about: ctx.server.name,
    message: l10n.t("Uninstall the agent from {0}?", ctx.server.name),
    detail: [
      domains.length > 0
        ? l10n.t(
            "It serves {0}. Where no other agent is active for this domain, its synchronisation stops: no new, changed or disabled account and no new password reaches the tenant until there is an agent again.",
            domains.join(", "),
          )
        : l10n.t(
            "Which domains it serves is not known. Where no other agent is active for one of them, its synchronisation stops: no new, changed or disabled account and no new password reaches the tenant until there is an agent again.",
          ),
      l10n.t("The portal shows under Cloud sync, Agents, which other agents are active."),
    ].join("\n\n"),
    yes: l10n.t("Uninstall from {0}", ctx.server.name),
  });
  if (!yes) throw new CancelledError();
};

/** Takes the agent off the server and says what remains. The registration in the tenant is not ours to delete. */
export const uninstall: Step = {
  id: "uninstall",
  lines: [],
  title: () => l10n.t("Uninstall the agent"),
  introduction: () => [
    l10n.t(
      "Removes the agent's programs. The updater stays where another of Microsoft's connectors on this server needs it.",
    ),
    l10n.t("What remains in folders, directory and portal is listed afterwards, with what to do."),
  ],
  invalidates: true,
  async check(ctx) {
    const products = await productsOf(ctx);
    if (products.length > 0) return { kind: "todo", findings: [] };
    const left = await ctx.read(getAgentLeftovers, {});
    const windows = await ctx.read(getWindowsFacts, {});
    return {
      kind: "done",
      proof: [{ name: l10n.t("Programs of the agent"), value: l10n.t("none") }],
      findings: judgeLeftovers(
        {
          folders: factOf(left, "folders"),
          registry: factOf(left, "registry"),
          services: factOf(left, "services"),
        },
        accountOf(ctx),
        factOf(windows, "updaterSharers"),
      ),
    };
  },
  changes: async (ctx) =>
    changesOf(
      ctx,
      (await productsOf(ctx)).map(({ id }) => ({
        port: "server",
        op: "Uninstall-CloudSyncAgentProduct",
        args: { id },
      })),
    ),
  async apply(ctx) {
    await agreed(ctx);
    const account = valueOf(factOf(await ctx.read(getAgentFacts, {}), "agent"))?.account;
    if (account !== undefined && isManagedAccount(account)) await ctx.attest({ about: "account", account });
    for (const { id } of await productsOf(ctx)) {
      const { exitCode } = await ctx.perform(uninstallAgentProduct, { id });
      const failure = installerFailure(exitCode, "");
      if (failure) throw new ProblemError(failure);
    }
  },
  actions: (state, { changesShown }) => [
    ...listedFirst({ label: l10n.t("Uninstall") }, { changesShown, isNext: state.kind !== "done" }),
    { id: "check", label: l10n.t("Check again"), does: "check" },
  ],
};
