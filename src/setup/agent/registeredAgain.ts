/**
 * Whether an agent that was registered already was registered again. Pure. Registering makes the agent a new certificate
 * (Microsoft, "Cloud sync: how it works"), so a newer one is the server's proof; the cmdlets' answers are the other. A
 * wizard that ends says nothing.
 */
import * as l10n from "@vscode/l10n";
import { valueOf } from "../values/fact.ts";
import type { AgentHealth } from "../operations/agent.ts";
import { type Evidence, type Finding, notKnown } from "../finding.ts";
import type { Attestation } from "../journal.ts";
import type { Statement } from "../statement.ts";

type Certificates = AgentHealth["certificates"];

/** The certificate that is valid longest; undefined where none was found, or they could not be read. */
export const newestCertificate = (certificates: Certificates) =>
  valueOf(certificates)?.toSorted((one, other) => other.notAfter.localeCompare(one.notAfter))[0];

/** What is said when it begins: with the certificate there was, or none; without where that is not known. */
export const beginsAgain = (certificates: Certificates): Statement => ({
  about: "registerAgain",
  ...("unread" in certificates ? {} : { certificate: newestCertificate(certificates)?.notBefore ?? null }),
});

/** When it began last, and who said afterwards that it ended. */
const lastTime = (attestations: readonly Attestation[]) => {
  const at = attestations.findLastIndex(({ about }) => about === "registerAgain");
  const begun = attestations[at];
  if (begun?.about !== "registerAgain") return undefined;
  const ended = attestations.slice(at + 1).flatMap((one) => (one.about === "registeredAgain" ? [one] : []));
  return { begun, ended: ended.at(-1) };
};

/** Whether it began, and nobody has said yet that it ended. */
export const hasBegunAgain = (attestations: readonly Attestation[]): boolean => {
  const last = lastTime(attestations);
  return last !== undefined && last.ended === undefined;
};

interface Again {
  /** It began, and nothing shows that it ended. */
  readonly isOpen: boolean;
  readonly findings: readonly Finding[];
  readonly proof: readonly Evidence[];
}

export const judgeAgain = (attestations: readonly Attestation[], certificates: Certificates): Again => {
  const last = lastTime(attestations);
  if (!last) return { isOpen: false, findings: [], proof: [] };
  const { begun, ended } = last;
  const newest = newestCertificate(certificates);
  const isNewer =
    newest !== undefined &&
    begun.certificate !== undefined &&
    (begun.certificate === null || newest.notBefore > begun.certificate);
  if (isNewer)
    return {
      isOpen: false,
      findings: [],
      proof: [{ name: l10n.t("Registered again: certificate valid from"), value: newest.notBefore }],
    };
  if (ended)
    return {
      isOpen: false,
      findings: [],
      proof: [
        {
          name:
            ended.seenIn === "cmdlets"
              ? l10n.t("Registered again: every cmdlet answered")
              : l10n.t("Registered again: not seen on the server, accepted by"),
          value: `${ended.by}, ${ended.at}`,
        },
      ],
    };
  const text = {
    rule: "registeredAgain",
    why: l10n.t("A new registration shows by a newer certificate, or by the cmdlets' answers."),
    source: "install",
  } as const;
  const open = notKnown(
    text,
    l10n.t("Whether the agent was registered again"),
    "unread" in certificates ? certificates.unread : l10n.t("The agent has no newer certificate."),
  );
  const evidence = [
    { name: l10n.t("Begun by"), value: `${begun.by}, ${begun.at}` },
    ...(newest ? [{ name: l10n.t("Certificate valid from"), value: newest.notBefore }] : []),
    ...open.evidence,
  ];
  return { isOpen: true, findings: [{ ...open, evidence }], proof: [] };
};
