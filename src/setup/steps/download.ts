import * as l10n from "@vscode/l10n";
import { valueOf } from "../values/fact.ts";
import { judgeOffered } from "../agent/installerVersion.ts";
import { getAgentFacts } from "../operations/agent.ts";
import { installerPlan, wrongIn } from "../plan.ts";
import { openPortal } from "../portal.ts";
import type { Step } from "../step.ts";
import { installerAddress } from "../actions/agreedAddress.ts";
import {
  arrivalChanges,
  fetchInstaller,
  licenceText,
  seenFacts,
  toLicence,
} from "../actions/fetchInstaller.ts";
import { listedFirst } from "../actions/listedFirst.ts";
import { setupProgram } from "../values/agentNames.ts";

declare module "../step.ts" {
  interface StepNames {
    readonly download: true;
  }
}

export const download: Step = {
  id: "download",
  lines: ["3", "4", "5", "6"],
  title: () => l10n.t("Get the installer"),
  introduction: () => [
    l10n.t("Download the agent's installer to the server, or name a file to copy it from."),
    l10n.t(
      "In the portal it is under Microsoft Entra Connect (formerly Azure AD Connect), Cloud sync, Agents.",
    ),
    l10n.t("Its signature, product, version and SHA-256 are checked before anything runs."),
  ],
  form: ({ plan, attestations, settings }) => [
    {
      kind: "choice",
      id: "source",
      label: l10n.t("Where the installer comes from"),
      options: [
        { value: "url", label: l10n.t("Download from an address") },
        { value: "file", label: l10n.t("A file on the server or a share") },
      ],
      value: plan.installer.source,
      set: (before, value) => ({
        ...before,
        installer: value === "file" ? { source: "file" } : { source: "url" },
      }),
    },
    plan.installer.source === "url"
      ? {
          kind: "text",
          id: "url",
          label: l10n.t("Address"),
          help: l10n.t("From the portal's download button. What arrives is checked, wherever it comes from."),
          value: installerAddress(plan, settings.installerUrl),
          wrong: (url) => wrongIn(installerPlan, { source: "url", url }),
          set: (before, url) => ({ ...before, installer: { source: "url", url } }),
        }
      : {
          kind: "text",
          id: "path",
          label: l10n.t("File"),
          placeholder: `C:\\Users\\ada\\Downloads\\${setupProgram}`,
          help: l10n.t(
            "On a drive of the server, or on a share. It is copied to a folder that only administrators write to; the copy is checked and run.",
          ),
          value: plan.installer.path ?? "",
          wrong: (path) => wrongIn(installerPlan, { source: "file", path }),
          set: (before, path) => ({ ...before, installer: { source: "file", path } }),
        },
    {
      kind: "agreement",
      id: "licence",
      label: l10n.t("I accept the licence terms"),
      text: licenceText(),
      link: "licence",
      linkLabel: l10n.t("Read the licence terms"),
      accepted: attestations.findLast(({ about }) => about === "licence"),
      statement: { about: "licence" },
      consent: toLicence,
    },
  ],
  acceptsUnknown: true,
  async check(ctx) {
    const { run, plan, attestations, procedure } = ctx;
    const facts = await seenFacts(ctx, plan.installer);
    const version = valueOf((await run(getAgentFacts, {})).version) ?? undefined;
    const { findings, installer, isOlder, proof } = judgeOffered(facts, version, attestations);
    const accepted = attestations.findLast(({ about }) => about === "licence");
    if (installer && accepted)
      return {
        kind: "done",
        findings,
        proof: [...proof, { name: l10n.t("Licence accepted"), value: `${accepted.by}, ${accepted.at}` }],
      };
    // With the agent there and no newer installer on offer, there is nothing to fetch.
    if (!procedure.bringsNewerAgent && version !== undefined && (!facts.exists || isOlder))
      return {
        kind: "done",
        findings: [],
        proof: [{ name: l10n.t("Already installed"), value: version }],
      };
    return { kind: "todo", findings };
  },
  changes: arrivalChanges,
  apply: fetchInstaller,
  actions: (state, { plan, attestations, changesShown }) => {
    const accepted = attestations.some(({ about }) => about === "licence");
    const done = state.kind === "done";
    const needs = accepted ? undefined : l10n.t("Accept the licence first.");
    const isNamed = plan.installer.source === "file";
    return [
      ...(done && !isNamed
        ? []
        : listedFirst(
            {
              needs,
              ...(!isNamed
                ? { label: l10n.t("Download") }
                : done
                  ? // Another file may lie there now; a check looks at the copy.
                    { label: l10n.t("Copy and check again"), does: "again" }
                  : { label: l10n.t("Copy and check the file") }),
            },
            { changesShown, isNext: !done },
          )),
      { id: "check", label: l10n.t("Check again"), does: "check" },
      { id: "portal", label: openPortal(plan.cloud), does: { link: "portal" } },
    ];
  },
};
