/** The ports of the domain controllers, as this server reaches them. */
import * as l10n from "@vscode/l10n";
import { factOf, valueOf } from "../values/fact.ts";
import type { ProbeFacts } from "../operations/network.ts";
import type { NetworkSeen } from "../network/seen.ts";
import { type Evidence, type Finding, finding, notKnown } from "../finding.ts";
import { controllerPorts } from "../network/clouds.ts";
import { reached } from "../network/verdict.ts";
import { reachedWords, times } from "../network/words.ts";
import { type FactRule } from "./rule.ts";
import { askOwner } from "./owner.ts";

interface ControllerPort {
  readonly title: string;
  readonly required: boolean;
  readonly probe: ProbeFacts;
  readonly wrong: string;
  readonly neededFor: string | undefined;
  readonly isUnread: boolean;
}
interface Controller {
  readonly name: string;
  readonly ports: readonly ControllerPort[];
}

const portOf = (probe: ProbeFacts): ControllerPort => {
  const known = controllerPorts.find(({ port }) => port === probe.port);
  const result = reached(probe);
  return {
    title: known ? `${probe.port} (${known.name})` : String(probe.port),
    required: known?.required ?? false,
    probe,
    wrong: reachedWords(result),
    neededFor: known?.neededFor?.(),
    isUnread: result.kind === "unread",
  };
};

const isUsable = ({ ports }: Controller) => ports.every(({ required, wrong }) => !required || wrong === "");

const judgeOne = ({ name, ports }: Controller, anyUsable: boolean, from: string, text: RuleOf): Finding => {
  const closed = ports.filter(({ wrong }) => wrong !== "");
  const list = closed.map(({ title }) => title).join(", ");
  const said = finding(
    { ...text, about: name },
    l10n.t("{0} cannot be reached on every port: {1}.", name, list),
    ports.map(({ title, wrong, neededFor, probe }) => ({
      name: title,
      value: wrong === "" ? times(probe) : [wrong, neededFor ?? []].flat().join("; "),
    })),
  );
  const unread = ports.find(({ isUnread }) => isUnread);
  if (unread) return { ...said, verdict: "unknown", unread: unread.wrong };
  const needed = closed.some(({ required }) => required);
  return {
    ...said,
    // One controller is enough to work with; without any nothing does.
    verdict: needed && !anyUsable ? "fail" : "warning",
    fix: askOwner(
      l10n.t("the network team"),
      l10n.t("Ask that {0} may reach {1} on TCP ports {2}.", from, name, list),
    ),
  };
};

/** The server's own site, where it is in one: the controllers there are those that Windows takes first. */
const siteRow = (site: NetworkSeen["controllers"]["site"]): readonly Evidence[] => {
  const name = valueOf(site);
  return typeof name === "string" ? [{ name: l10n.t("Site of this server"), value: name }] : [];
};

interface RuleOf {
  readonly rule: string;
  readonly why: string;
  readonly source: "controllerPorts";
}

export const controllers: FactRule = ({ network, server, on }) => {
  const text: RuleOf = {
    rule: "controllers",
    why: l10n.t(
      "The agent signs in to Active Directory and reads it through a domain controller: Kerberos and LDAP must be open. The other ports are for setup, for password hashes and for tools.",
    ),
    source: "controllerPorts",
  };
  const tried = valueOf(network.controllerProbes)?.ports ?? [];
  const names = [...new Set(tried.map(({ host }) => host))];
  const all = names.map((name) => ({
    name,
    ports: tried.filter(({ host }) => host === name).map(portOf),
  }));
  const usable = all.some(isUsable);
  const fine = all.filter(({ ports }) => ports.every(({ wrong }) => wrong === ""));
  const isMember = valueOf(factOf(server, "domain"))?.joined !== false;
  const unread =
    "unread" in network.controllers.names
      ? network.controllers.names.unread
      : "unread" in network.controllerProbes
        ? network.controllerProbes.unread
        : names.length === 0
          ? l10n.t("None was found in DNS.")
          : undefined;
  return [
    // Without a domain there are none; the rule about membership has said so.
    ...(unread !== undefined && isMember ? [notKnown(text, l10n.t("Domain controllers"), unread)] : []),
    ...(fine.length > 0
      ? [
          {
            ...finding(text, l10n.t("{0} domain controllers are reachable on every port.", fine.length), [
              ...siteRow(network.controllers.site),
              ...fine.flatMap(({ name, ports }) =>
                ports
                  .filter(({ probe }) => probe.port === 389)
                  .map(({ probe }) => ({
                    name,
                    value: l10n.t(
                      "TCP {0}. LDAP: {1}",
                      ports.map((one) => one.probe.port).join(", "),
                      times(probe),
                    ),
                  })),
              ),
            ]),
            verdict: "pass" as const,
          },
        ]
      : []),
    ...all.filter((one) => !fine.includes(one)).map((one) => judgeOne(one, usable, on, text)),
  ];
};
