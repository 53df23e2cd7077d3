import * as l10n from "@vscode/l10n";
import { valueOf } from "../fact.ts";
import { judgeInstaller } from "../installer.ts";
import { getAgentFacts, getInstallerFacts, removeInstaller, saveInstaller } from "../operations.ts";
import { installerPlan, wrongIn, type SetupPlan } from "../plan.ts";
import { openPortal } from "../portal.ts";
import { ProblemError } from "../problem.ts";
import type { Step } from "../step.ts";
import { agreedAddress, installerAddress } from "./agreedAddress.ts";

/** The path to look at: the plan's file, or empty for the product's own download folder. */
export const installerPath = ({ installer }: SetupPlan): string =>
  installer.source === "file" ? (installer.path ?? "") : "";

/** `installerUrl` is the setting's address; a function, because settings may change while VS Code is open. */
export const download = (installerUrl: () => string, isUpgrade = false): Step => ({
  id: "download",
  lines: ["3", "4", "5", "6"],
  title: () => l10n.t("Get the installer"),
  introduction: () => [
    l10n.t("Download the agent's installer to the server, or name a file that is already there."),
    l10n.t(
      "In the portal it is under Microsoft Entra Connect (formerly Azure AD Connect), Cloud sync, Agents.",
    ),
    l10n.t("Its signature, product and SHA-256 are checked before anything runs."),
  ],
  form: ({ plan, said }) => [
    {
      kind: "choice",
      id: "source",
      label: l10n.t("Where the installer comes from"),
      options: [
        { value: "url", label: l10n.t("Download from an address") },
        { value: "file", label: l10n.t("A file on the server") },
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
          value: installerAddress(plan, installerUrl()),
          wrong: (url) => wrongIn(installerPlan, { source: "url", url }),
          set: (before, url) => ({ ...before, installer: { source: "url", url } }),
        }
      : {
          kind: "text",
          id: "path",
          label: l10n.t("File"),
          placeholder: "C:\\Temp\\AADConnectProvisioningAgentSetup.exe",
          value: plan.installer.path ?? "",
          wrong: (path) => wrongIn(installerPlan, { source: "file", path }),
          set: (before, path) => ({ ...before, installer: { source: "file", path } }),
        },
    {
      kind: "agreement",
      id: "licence",
      label: l10n.t("I accept the licence terms"),
      text: l10n.t(
        "The provisioning agent is Microsoft's software, under Microsoft's licence terms. The quiet installation does not show them again.",
      ),
      link: "licence",
      linkLabel: l10n.t("Read the licence terms"),
      accepted: said.findLast(({ about }) => about === "licence"),
      statement: { about: "licence" },
    },
  ],
  async check({ run, plan, said }) {
    const facts = await run(getInstallerFacts, { path: installerPath(plan) });
    const { findings, installer, proof } = judgeInstaller(facts);
    const accepted = said.findLast(({ about }) => about === "licence");
    if (installer && accepted)
      return {
        kind: "done",
        findings,
        proof: [...proof, { name: l10n.t("Licence accepted"), value: `${accepted.by}, ${accepted.at}` }],
      };
    // With the agent there and no other installer on offer, there is nothing to fetch.
    const version = facts.exists || isUpgrade ? undefined : valueOf((await run(getAgentFacts, {})).version);
    if (version !== undefined && version !== null)
      return {
        kind: "done",
        findings,
        proof: [{ name: l10n.t("Already installed"), value: version }],
      };
    return { kind: "todo", findings };
  },
  async apply(ctx) {
    const { run, plan, said, server } = ctx;
    if (!said.some(({ about }) => about === "licence"))
      throw new ProblemError({
        code: "notReady",
        happened: l10n.t("The licence terms were not accepted."),
        means: l10n.t("Nothing was downloaded."),
        next: [l10n.t("Read the terms, accept them, and download again.")],
      });
    if (plan.installer.source === "url")
      await run(saveInstaller, { url: await agreedAddress(ctx, installerUrl()) });
    const facts = await run(getInstallerFacts, { path: installerPath(plan) });
    if (!facts.exists)
      throw new ProblemError({
        code: "notReady",
        happened: l10n.t("There is no file {0} on {1}.", facts.path, server.name),
        means: l10n.t("The installer cannot be checked or run."),
        next: [l10n.t("Copy the installer to the server, or correct the path."), l10n.t("Then check again.")],
      });
    const { installer, findings } = judgeInstaller(facts);
    if (!installer) {
      if (plan.installer.source === "url") await run(removeInstaller, { path: facts.path });
      throw new ProblemError({
        code: "installerRejected",
        happened:
          findings.find(({ verdict }) => verdict === "fail")?.summary ?? l10n.t("The file was not accepted."),
        means:
          plan.installer.source === "url"
            ? l10n.t("It was removed from {0}, and will not be run.", facts.path)
            : l10n.t("The file stays where it is and will not be run."),
        next: [
          l10n.t("Download the installer again from the portal."),
          l10n.t("If it happens again, ask the network team whether a proxy changes downloads."),
        ],
      });
    }
  },
  actions: (state, { plan, said }) => {
    const accepted = said.some(({ about }) => about === "licence");
    const done = state.kind === "done";
    return [
      {
        id: "apply",
        label: plan.installer.source === "url" ? l10n.t("Download") : l10n.t("Check the file"),
        primary: !done,
        disabled: !accepted,
        does: "apply",
      },
      { id: "check", label: l10n.t("Check again"), does: "check" },
      { id: "portal", label: openPortal(plan.cloud), does: { link: "portal" } },
    ];
  },
});
