/** What policy and settings allow: script execution, the Credential Manager service. */
import * as l10n from "@vscode/l10n";
import type { PolicyFacts } from "../operations/server.ts";
import { type Finding, type Fix, finding, judge } from "../finding.ts";
import { factOf } from "../values/fact.ts";
import { askOwner, ownerRow, unlessOwned, type Owner } from "./owner.ts";
import { type FactRule } from "./rule.ts";

/** Undefined and RemoteSigned are what Microsoft documents; Unrestricted is documented to make registration fail. */
export const allowedPolicies: readonly string[] = ["Undefined", "RemoteSigned"];

/** Who sets a scope: a group policy's own ones by its name where Windows recorded it; the two others nobody but this server. */
export const scopeOwner = (
  scope: string,
  policy: Pick<PolicyFacts, "machinePolicy" | "userPolicy">,
): Owner =>
  scope === "MachinePolicy"
    ? policy.machinePolicy
    : scope === "UserPolicy"
      ? policy.userPolicy
      : { value: null };

/** The way to a policy that works, at one scope: ours to set, or somebody else's. */
export const executionPolicyFix = (scope: string, owner: Owner): Fix => {
  if (scope === "LocalMachine" || scope === "CurrentUser")
    return {
      kind: "operation",
      label: l10n.t("Set {0} to RemoteSigned", scope),
      calls: [
        { port: "server", op: "Set-CloudSyncExecutionPolicyScope", args: { scope, policy: "RemoteSigned" } },
      ],
    };
  const ask = l10n.t(
    'Ask for RemoteSigned in the group policy setting "Turn on Script Execution" ({0}).',
    scope === "UserPolicy" ? l10n.t("User Configuration") : l10n.t("Computer Configuration"),
  );
  // A policy's own scope that no recorded policy sets: its registry value was written without one.
  return unlessOwned(owner, askOwner(l10n.t("whoever set the policy {0} in the registry", scope), ask), ask);
};

export const executionPolicy: FactRule = ({ policy }) => {
  const text = {
    rule: "executionPolicy",
    why: l10n.t(
      "Registration runs PowerShell scripts. Any execution policy but Undefined or RemoteSigned makes it fail with a security error.",
    ),
    source: "troubleshoot",
  } as const;
  const owners = {
    machinePolicy: factOf(policy, "machinePolicy"),
    userPolicy: factOf(policy, "userPolicy"),
  };
  return judge(text, l10n.t("Execution policy"), factOf(policy, "executionPolicy"), (scopes) =>
    // The scope Process is this session's own and ends with it.
    scopes
      .filter(({ scope }) => scope !== "Process")
      .map(({ scope, policy: value }): Finding => {
        const owner = scopeOwner(scope, owners);
        const isOfPolicy = scope === "MachinePolicy" || scope === "UserPolicy";
        const said = finding({ ...text, about: scope }, "", [
          { name: scope, value },
          ...(isOfPolicy && value !== "Undefined" ? [ownerRow(owner)] : []),
        ]);
        if (allowedPolicies.includes(value))
          return { ...said, verdict: "pass", summary: l10n.t("Execution policy {0} is {1}.", scope, value) };
        const summary = l10n.t("Execution policy {0} is {1}: registration will fail.", scope, value);
        return { ...said, summary, verdict: "fail", fix: executionPolicyFix(scope, owner) };
      }),
  );
};

/** Lets the service start, unless a group policy says that it must not. */
export const credentialManagerFix = (owner: Owner): Fix =>
  unlessOwned(
    owner,
    {
      kind: "operation",
      label: l10n.t("Set VaultSvc to start manually"),
      calls: [{ port: "server", op: "Set-CloudSyncCredentialManagerStart", args: { startMode: "Manual" } }],
    },
    l10n.t(
      'Ask that the service "Credential Manager" (VaultSvc) may start (Computer Configuration > Windows Settings > Security Settings > System Services).',
    ),
  );

export const credentialManager: FactRule = ({ policy }) => {
  const text = {
    rule: "credentialManager",
    why: l10n.t("The installer fails while the Windows Credential Manager service (VaultSvc) is disabled."),
    source: "prerequisites",
  } as const;
  return judge(
    text,
    l10n.t("Windows Credential Manager"),
    factOf(policy, "credentialManager"),
    (service): readonly Finding[] => {
      const evidence = [
        {
          name: "VaultSvc",
          value: service === null ? l10n.t("missing") : `${service.startMode}, ${service.state}`,
        },
      ];
      if (service === null)
        return [
          {
            ...finding(text, l10n.t("The Credential Manager service is missing."), evidence),
            verdict: "fail",
            fix: {
              kind: "link",
              link: "prerequisites",
              whatToDo: l10n.t("Repair Windows, or choose another server: VaultSvc is part of Windows."),
            },
          },
        ];
      if (service.startMode !== "Disabled")
        return [
          {
            ...finding(text, l10n.t("The Credential Manager service can start."), evidence),
            verdict: "pass",
          },
        ];
      const owner = factOf(policy, "servicePolicy");
      return [
        {
          ...finding(text, l10n.t("The Credential Manager service is disabled."), [
            ...evidence,
            ownerRow(owner),
          ]),
          verdict: "fail",
          fix: credentialManagerFix(owner),
        },
      ];
    },
  );
};
