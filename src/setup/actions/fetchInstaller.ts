/** Brings the installer into the product's own folder - downloaded, or copied from a file - and keeps it only where it is good. */
import * as l10n from "@vscode/l10n";
import type { Consent, ConsentKind } from "../consent.ts";
import type { Change } from "../change.ts";
import { valueOf } from "../values/fact.ts";
import { judgeOffered } from "../agent/installerVersion.ts";
import { shareHostOf } from "../namedFile.ts";
import {
  copyInstaller,
  getInstallerFacts,
  removeInstaller,
  saveInstaller,
  type InstallerFacts,
} from "../operations/installer.ts";
import { getAgentFacts } from "../operations/agent.ts";
import type { SetupPlan } from "../plan.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import type { StepContext } from "../step.ts";
import { agreedAddress, installerAddress } from "./agreedAddress.ts";
import { changesOf } from "./calls.ts";

/** What is accepted before the installer is fetched. */
export const licenceText = (): string =>
  l10n.t(
    "The provisioning agent is Microsoft's software, under Microsoft's licence terms. The quiet installation does not show them again.",
  );

const none: InstallerFacts = {
  path: "",
  exists: false,
  sizeBytes: 0,
  sha256: null,
  signature: { value: null },
  product: { value: null },
  taskLeft: { value: false },
};

/** What lies in the product's own folder of the plan's installer. A file that is named is not looked at itself. */
export const seenFacts = async (
  { run }: Pick<StepContext, "run">,
  installer: SetupPlan["installer"],
): Promise<InstallerFacts> => {
  if (installer.source === "url") return run(getInstallerFacts, { path: "" });
  return installer.path === undefined ? none : run(getInstallerFacts, { path: installer.path });
};

/** What fetching would change. Nobody is asked whose address or share was not agreed to. */
export const arrivalChanges = async (ctx: StepContext): Promise<readonly Change[]> => {
  const { installer } = ctx.plan;
  const ofSettings = ctx.settings.installerUrl;
  if (installer.source === "file")
    return installer.path === undefined
      ? []
      : changesOf(ctx, [
          {
            port: "server",
            op: copyInstaller.name,
            args: { path: installer.path, shareHost: shareHostOf(installer.path) ?? "" },
          },
        ]);
  const url = installerAddress(ctx.plan, ofSettings);
  if (url === ofSettings) return changesOf(ctx, [{ port: "server", op: saveInstaller.name, args: { url } }]);
  // What comes from an address that nobody agreed to yet is known afterwards.
  const certainty = { declared: "install" } as const;
  return [{ on: ctx.server.place, what: "installerFrom", params: {}, before: null, after: url, certainty }];
};

const toShare: ConsentKind = { id: "installerShare", given: "box" };

/**
 * Copies the named file. A share is read after a yes that names its host: Windows signs the session's user in there.
 * @throws CancelledError where there is no yes
 */
const copyNamed = async ({ ask, perform, server }: StepContext, path: string): Promise<void> => {
  const host = shareHostOf(path);
  if (host !== undefined) {
    const yes = await ask.consent({
      ...toShare,
      about: host,
      message: l10n.t("Read the installer from the share of {0}?", host),
      detail: l10n.t(
        "{0} reads {1}. Windows signs the user of this session in to that host, which can try to use the sign-in elsewhere: say yes only to a host that you trust.",
        server.name,
        path,
      ),
      yes: l10n.t("Read from {0}", host),
    });
    if (!yes) throw new CancelledError();
  }
  await perform(copyInstaller, { path, shareHost: host ?? "" });
};

const notReady = (happened: string, means: string, ...next: string[]) =>
  new ProblemError({ code: "notReady", happened, means, next });

/** Fetches, and looks at what came: of a download that is not always the newest file that lies there. */
const fetched = async (ctx: StepContext, source: SetupPlan["installer"]): Promise<InstallerFacts> => {
  if (source.source === "url") {
    const { path } = await ctx.perform(saveInstaller, { url: await agreedAddress(ctx) });
    return ctx.run(getInstallerFacts, { path });
  }
  if (source.path !== undefined) await copyNamed(ctx, source.path);
  return seenFacts(ctx, source);
};

/** The page asks for it as well, where it is shown. */
export const toLicence: Consent = { id: "licence", given: "page", about: "" };

const acceptedLicence = async ({ ask, attest }: StepContext): Promise<boolean> => {
  const yes = await ask.consent({
    ...toLicence,
    message: l10n.t("I accept the licence terms"),
    detail: licenceText(),
    yes: l10n.t("I accept the licence terms"),
  });
  if (yes) await attest({ about: "licence" });
  return yes;
};

/**
 * Fetches, checks, and removes again what may not be run.
 * @throws ProblemError where the licence was not accepted, no file is named or there, or the file was rejected
 */
export const fetchInstaller = async (ctx: StepContext): Promise<void> => {
  const { run, perform, attestations, server } = ctx;
  const { installer: source } = ctx.plan;
  if (!attestations.some(({ about }) => about === "licence") && !(await acceptedLicence(ctx)))
    throw notReady(
      l10n.t("The licence terms were not accepted."),
      l10n.t("Nothing was downloaded."),
      l10n.t("Read the terms, accept them, and download again."),
    );
  const facts = await fetched(ctx, source);
  if (!facts.exists)
    throw notReady(
      l10n.t(
        "There is no file {0} on {1}.",
        source.source === "url" ? facts.path : (source.path ?? ""),
        server.name,
      ),
      l10n.t("The installer cannot be checked or run."),
      l10n.t("Copy the installer to the server, or correct the path."),
      l10n.t("Then check again."),
    );
  const installed = valueOf((await run(getAgentFacts, {})).version) ?? undefined;
  const { findings } = judgeOffered(facts, installed, attestations);
  const failed = findings.find(({ verdict }) => verdict === "fail");
  // What is only older than the newest known waits for somebody who accepts it by name.
  if (!failed && findings.length > 0) return;
  await perform(removeInstaller, { path: facts.path }, { unlisted: "installerRejected" });
  throw new ProblemError({
    code: "installerRejected",
    happened: failed?.summary ?? l10n.t("The file was not accepted."),
    means: [
      ...(failed?.evidence ?? []).map(({ name, value }) => `${name}: ${value}.`),
      source.source === "url"
        ? l10n.t("It was removed from {0}, and will not be run.", facts.path)
        : l10n.t("The copy was removed, and will not be run. The file that was named stays where it is."),
    ].join(" "),
    next: [
      l10n.t("Download the installer again from the portal."),
      l10n.t("If it happens again, ask the network team whether a proxy changes downloads."),
    ],
  });
};
