/** An agent that is already there. */
import * as l10n from "@vscode/l10n";
import type { Finding } from "../finding.ts";
import { finding, judge, type Rule } from "./rule.ts";

export const existingAgent: Rule = ({ agent }) => {
  const text = {
    rule: "existingAgent",
    why: l10n.t("A server holds one agent. Where one is there, the next steps show what is left to do."),
    source: "install",
  } as const;
  return judge(text, l10n.t("Installed agent"), agent.agent, (service): readonly Finding[] => {
    if (service === null)
      return [{ ...finding(text, l10n.t("No agent is installed yet."), []), verdict: "pass" }];
    const version =
      "value" in agent.version && agent.version.value !== null ? agent.version.value : l10n.t("not known");
    return [
      {
        ...finding(text, l10n.t("An agent is already installed on this server."), [
          { name: l10n.t("Version"), value: version },
          { name: l10n.t("Log-on account"), value: service.account },
        ]),
        verdict: "warning",
        fix: {
          kind: "link",
          link: "versions",
          whatToDo: l10n.t("Nothing to do: what is there already is recognised and not done again."),
        },
      },
    ];
  });
};
