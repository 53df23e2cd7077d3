/** Is a file the agent's installer? Pure: verdicts over what the server read of it. */
import * as l10n from "@vscode/l10n";
import type { Evidence, Finding } from "../finding.ts";
import type { InstallerFacts } from "../operations/installer.ts";

/** Authenticode signer of everything Microsoft ships (its certificates name it as their organisation). */
const signer = "Microsoft Corporation";
/** The file has had five names; its product name has always held this. */
const product = /provisioning agent/iu;

const bytesOfMb = 1024 * 1024;

interface Judged {
  readonly findings: readonly Finding[];
  /** Present only when it may be run. */
  readonly installer?: { readonly path: string; readonly sha256: string; readonly version: string };
  readonly proof: readonly Evidence[];
}

/** Judges signature and product; the file's name decides nothing. */
export const judgeInstaller = (facts: InstallerFacts): Judged => {
  if (!facts.exists || facts.sha256 === null) return { findings: [], proof: [] };
  const about = {
    about: "",
    why: l10n.t(
      "It runs with full rights on a Tier 0 server: only Microsoft's own, unchanged installer may.",
    ),
    source: "install",
  } as const;
  const again = {
    kind: "link",
    link: "portal",
    whatToDo: l10n.t("Download the agent again from the portal: Cloud sync, then Agents."),
  } as const;
  const path = { name: l10n.t("File"), value: facts.path };
  const { signature, product: named } = facts;
  const unexamined = (unread: string): Judged => ({
    findings: [
      {
        ...about,
        rule: "installer",
        summary: l10n.t("The installer could not be examined."),
        evidence: [path],
        verdict: "fail",
        fix: { kind: "link", link: "portal", whatToDo: unread },
      },
    ],
    proof: [],
  });
  if ("unread" in signature) return unexamined(signature.unread);
  if ("unread" in named) return unexamined(named.unread);
  const findings: Finding[] = [];
  const status = signature.value?.status ?? "NotSigned";
  const by = signature.value?.signer ?? l10n.t("nobody");
  const signed = status === "Valid" && by === signer;
  const signatureSaid = {
    ...about,
    rule: "installerSignature",
    evidence: [path, { name: l10n.t("Signature"), value: status }, { name: l10n.t("Signer"), value: by }],
  };
  findings.push(
    signed
      ? { ...signatureSaid, verdict: "pass", summary: l10n.t("The installer is signed by {0}.", signer) }
      : {
          ...signatureSaid,
          verdict: "fail",
          summary: l10n.t("The installer is not signed by {0}. It will not be run.", signer),
          fix: again,
        },
  );
  const name = named.value?.name ?? l10n.t("none");
  const isAgent = product.test(name);
  const productSaid = {
    ...about,
    rule: "installerProduct",
    evidence: [path, { name: l10n.t("Product"), value: name }],
  };
  findings.push(
    isAgent
      ? {
          ...productSaid,
          verdict: "pass",
          summary: l10n.t("The file is the provisioning agent's installer."),
        }
      : {
          ...productSaid,
          verdict: "fail",
          summary: l10n.t("The file is not the provisioning agent's installer."),
          fix: again,
        },
  );
  if (!signed || !isAgent || named.value === null) return { findings, proof: [] };
  const { version } = named.value;
  return {
    findings,
    installer: { path: facts.path, sha256: facts.sha256, version },
    proof: [
      { name: l10n.t("Signer"), value: by },
      { name: l10n.t("Version"), value: version },
      { name: "SHA-256", value: facts.sha256 },
      { name: l10n.t("Size"), value: l10n.t("{0} MB", (facts.sizeBytes / bytesOfMb).toFixed(1)) },
      path,
    ],
  };
};

/** Compares two versions such as `1.1.2334.0`, part by part: negative when `a` is older. */
export const compareVersions = (a: string, b: string): number => {
  const parts = (version: string) => version.split(".").map((part) => Number.parseInt(part, 10) || 0);
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};
