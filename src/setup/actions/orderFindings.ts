/** What a list of preferred domain controllers says beside what is true now: gone, silent, read-only, new. Pure. */
import * as l10n from "@vscode/l10n";
import { compareOrder, type OrderTruth } from "../directory/controllerOrder.ts";
import { controllersOf, type ToldControllers } from "../directory/seenControllers.ts";
import type { Finding } from "../finding.ts";
import type { DomainPlan, SetupPlan } from "../plan.ts";

const words: Readonly<
  Record<
    Exclude<keyof OrderTruth, "added">,
    { readonly summary: (host: string, domain: string) => string; readonly what: () => string }
  >
> = {
  gone: {
    summary: (host, domain) => l10n.t("{0} is gone: DNS names no such controller of {1}.", host, domain),
    what: () => l10n.t("Remove it from the list, or ask whether it comes back."),
  },
  silent: {
    summary: (host) => l10n.t("{0} is in the list and does not answer.", host),
    what: () => l10n.t("Move it down, or ask why this server does not reach it."),
  },
  readOnly: {
    summary: (host) => l10n.t("{0} is in the list and read-only.", host),
    what: () => l10n.t("Put one that can be written to before it: password writeback needs one."),
  },
};

const about = (rule: string, host: string) => ({
  rule,
  about: host,
  why: l10n.t(
    "The agent asks the domain controllers of the list in its order. Where there is no list, it asks any controller of the domain.",
  ),
  source: "wizardErrors" as const,
});

const ofDomain = (
  { name, preferredDomainControllers: order }: DomainPlan,
  told: ToldControllers,
): readonly Finding[] => {
  const truth = compareOrder(order, controllersOf(name, told));
  const evidence = [
    { name: l10n.t("Domain"), value: name },
    { name: l10n.t("Order of the plan"), value: order.join(", ") },
  ];
  return [
    ...(["gone", "silent", "readOnly"] as const).flatMap((kind) =>
      truth[kind].map((host): Finding => ({
        ...about(`controller.${kind}`, host),
        verdict: "warning",
        summary: words[kind].summary(host, name),
        evidence,
        fix: { kind: "link", link: "wizardErrors", whatToDo: words[kind].what() },
      })),
    ),
    ...truth.added.map((host): Finding => ({
      ...about("controller.added", host),
      verdict: "pass",
      summary: l10n.t("{0} is new: it is not in the list of {1}.", host, name),
      evidence,
    })),
  ];
};

export const orderFindings = (
  { domains }: Pick<SetupPlan, "domains">,
  told: ToldControllers,
): readonly Finding[] => domains.flatMap((domain) => ofDomain(domain, told));
