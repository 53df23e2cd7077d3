/** A controller's certificate that was not accepted, in words: whose it is, who gave it, and what is to be seen wrong in it. Pure. */
import * as l10n from "@vscode/l10n";
import type { DirectoryFailure } from "../operations/directory.ts";
import type { Problem } from "../problem.ts";
import { elapsedMs, type Time } from "../values/time.ts";

export type Certificate = NonNullable<DirectoryFailure["certificate"]>;

/** Whether a certificate's name is for a host: one star stands for one label, RFC 6125, 6.4.3. */
const isFor = (name: string, host: string): boolean => {
  const [own, asked] = [name.toLowerCase(), host.toLowerCase()];
  if (!own.startsWith("*.")) return own === asked;
  const dot = asked.indexOf(".");
  return dot > 0 && asked.slice(dot) === own.slice(1);
};

/** What is wrong with it, as far as it says so itself. */
const wrongWith = (
  { notBefore, notAfter, names }: Certificate,
  host: string,
  now: Time,
): readonly string[] => [
  ...(elapsedMs(notAfter, now) > 0 ? [l10n.t("It ended {0}.", notAfter)] : []),
  ...(elapsedMs(now, notBefore) > 0 ? [l10n.t("It begins {0}.", notBefore)] : []),
  ...(names.some((name) => isFor(name, host))
    ? []
    : [l10n.t("It is not for {0}, but for: {1}.", host, names.join(", ") || l10n.t("(none)"))]),
];

/** `host`: the name that was connected to. */
export const certificateWords = (
  certificate: Certificate,
  host: string,
  now: Time,
): Pick<Problem, "happened" | "means" | "next"> => {
  const { subject, issuer, notBefore, notAfter, names } = certificate;
  const wrong = wrongWith(certificate, host, now);
  const why = wrong.length > 0 ? wrong : [l10n.t("Nobody who is trusted here has given it.")];
  const dates = l10n.t("It is of {0}, given by {1}, from {2} to {3}.", subject, issuer, notBefore, notAfter);
  return {
    happened: l10n.t("The certificate of {0} is not accepted.", host),
    means: [...why, dates, l10n.t("No password was sent.")].join(" "),
    next: [
      wrong.length > 0
        ? l10n.t("Ask who administers the domain controllers for a certificate that is valid for {0}.", host)
        : l10n.t(
            "Have the authority {0} added to the trusted ones of the computer that asks, or name its file in the settings.",
            issuer,
          ),
      ...(names.length > 0 && wrong.length > 0
        ? [l10n.t("Or connect by a name that the certificate is for: {0}.", names.join(", "))]
        : []),
    ],
  };
};
