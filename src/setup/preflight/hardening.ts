/** What hardened servers switch off or on: FIPS, Enhanced Security, NTLM, PowerShell's logging. */
import * as l10n from "@vscode/l10n";
import { factOf, valueOf } from "../values/fact.ts";
import { agentDoes } from "../agent/versions.ts";
import { upgradeAgent } from "../agent/upgradeAgent.ts";
import { recordedBy } from "./powershellLogging.ts";
import { found, judge, notKnown, pass } from "../finding.ts";
import { type Rule, type FactRule } from "./rule.ts";

export const fips: FactRule = ({ windows, configuration }) => {
  const text = {
    rule: "fips",
    why: l10n.t("In FIPS mode Windows refuses MD5, which password hash synchronisation needs."),
    source: "fips",
  } as const;
  return judge(text, l10n.t("FIPS mode"), factOf(windows, "fips"), (on) => {
    const evidence = [{ name: l10n.t("FIPS mode"), value: on ? l10n.t("on") : l10n.t("off") }];
    if (!on) return pass(text, l10n.t("FIPS mode is off."), evidence);
    // Where it is not known whether the agent is exempt, this is as good as where it is not: it warns, and stops nobody.
    if (valueOf(factOf(configuration, "enforcesFips")) === false)
      return pass(text, l10n.t("FIPS mode is on, and the agent is exempt from it."), evidence);
    return found(
      text,
      "warning",
      l10n.t("FIPS mode is on: password hashes would not be synchronised."),
      evidence,
      {
        kind: "link",
        link: "fips",
        whatToDo: l10n.t(
          'After the installation, add <enforceFIPSPolicy enabled="false"/> to configuration/runtime of AADConnectProvisioningAgent.exe.config and restart the service.',
        ),
      },
    );
  });
};

export const enhancedSecurity: Rule = ({ windows }, { registrationMethod }) => {
  if (registrationMethod !== "wizard") return [];
  const text = {
    rule: "enhancedSecurity",
    why: l10n.t("Internet Explorer Enhanced Security blocks the sign-in page of the agent's wizard."),
    source: "install",
  } as const;
  return judge(text, l10n.t("Enhanced Security Configuration"), factOf(windows, "enhancedSecurity"), (on) =>
    on
      ? found(
          text,
          "warning",
          l10n.t("Enhanced Security is on for administrators: the wizard's sign-in page stays empty."),
          [{ name: "IE ESC", value: l10n.t("on") }],
          {
            kind: "link",
            link: "install",
            whatToDo: l10n.t(
              "Server Manager > Local Server > IE Enhanced Security Configuration: off for administrators, and on again when the wizard is done.",
            ),
          },
        )
      : pass(text, l10n.t("Enhanced Security is off for administrators."), []),
  );
};

/** RestrictSendingNTLMTraffic: 2 denies all. */
const denyAll = 2;

export const ntlm: FactRule = ({ windows, agent }) => {
  const text = {
    rule: "ntlm",
    why: l10n.t(
      "Microsoft advises against NTLM on the agent's server. Versions before 1.1.1365.0 fail without it: with a message about wrong credentials.",
    ),
    source: "prerequisites",
  } as const;
  return judge(text, "NTLM", factOf(windows, "ntlm"), ({ restrictSending, compatibilityLevel }) => {
    const shown = (value: number | null) => (value === null ? l10n.t("not set") : String(value));
    const evidence = [
      { name: "RestrictSendingNTLMTraffic", value: shown(restrictSending) },
      { name: "LmCompatibilityLevel", value: shown(compatibilityLevel) },
    ];
    const installed = factOf(agent, "version");
    if (restrictSending === denyAll && "unread" in installed)
      return [notKnown(text, l10n.t("Whether the agent works without NTLM"), installed.unread)];
    const version = valueOf(installed);
    if (restrictSending === denyAll && version && !agentDoes(version, "worksWithoutNtlm"))
      return found(
        text,
        "fail",
        l10n.t("NTLM is denied, and the installed agent {0} cannot work without it.", version),
        evidence,
        upgradeAgent(),
      );
    return pass(
      text,
      restrictSending === denyAll
        ? l10n.t("NTLM is denied, as Microsoft advises.")
        : l10n.t("NTLM is allowed. Microsoft advises to deny it on this server."),
      evidence,
    );
  });
};

export const powerShellLogging: FactRule = ({ logging }) => {
  const text = {
    rule: "powerShellLogging",
    why: l10n.t(
      "What is recorded may hold what cmdlets are given. Passwords travel as secure strings and are not recorded; an access token would be.",
    ),
    source: "powershellLogging",
  } as const;
  return judge(text, l10n.t("PowerShell logging"), logging, (policies) => {
    const parts = [
      { name: l10n.t("PowerShell logging"), fact: policies.modules },
      { name: l10n.t("Script blocks"), fact: policies.scriptBlocks },
      { name: l10n.t("Transcription"), fact: policies.transcription },
    ];
    for (const { name, fact } of parts) if ("unread" in fact) return [notKnown(text, name, fact.unread)];
    const on = recordedBy(policies);
    return on.length === 0
      ? pass(text, l10n.t("PowerShell records nothing."), [])
      : found(
          text,
          "warning",
          l10n.t("Policies record what PowerShell does on this server."),
          [{ name: l10n.t("Recorded"), value: on.join("; ") }],
          {
            kind: "link",
            link: "powershellLogging",
            whatToDo: l10n.t(
              "Nothing has to be switched off. Register with the agent's wizard or by credential; an access token would stand in the log.",
            ),
          },
        );
  });
};
