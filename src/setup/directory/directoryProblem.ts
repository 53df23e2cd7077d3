/** Why nothing came of a question to a directory, in words: by how far it came, and by what the directory said. Pure. */
import * as l10n from "@vscode/l10n";
import type { DirectoryFailure } from "../operations/directory.ts";
import type { Problem, ProblemCode } from "../problem.ts";
import type { Time } from "../values/time.ts";
import { shortened } from "../text/cutText.ts";
import { certificateWords } from "./certificateWords.ts";
import { signInWords } from "./signInWords.ts";

/** Who asked whom. */
export interface Asked {
  /** The account, as it was entered; null where it is whoever the session is. */
  readonly who: string | null;
  /** The controller, or the domain where none was named. */
  readonly where: string;
  readonly now: Time;
}

type Words = Pick<Problem, "happened" | "means" | "next" | "notNow"> & { readonly code: ProblemCode };
interface Of {
  readonly who: string;
  readonly where: string;
}

/** A directory says a line; a longer text is not one to be read. */
const longestMessage = 500;

const changedNothing = (): string => l10n.t("Nothing was read, and nothing was changed.");
const another = (): string => l10n.t("Ask another domain controller, or try again in some minutes.");

const unreachable = (happened: string, ...next: readonly string[]): Words => ({
  code: "directoryUnreachable",
  notNow: true,
  happened,
  means: changedNothing(),
  next: next.length > 0 ? next : [another()],
});
const refused = (happened: string, means: string, ...next: readonly string[]): Words => ({
  code: "directoryRefused",
  happened,
  means,
  next,
});
const tooSlow = ({ where }: Of): Words =>
  unreachable(
    l10n.t("{0} did not answer in time.", where),
    l10n.t("Look whether the controller is near and idle; one in the same site answers soonest."),
    another(),
  );
const down = ({ where }: Of): Words =>
  unreachable(
    l10n.t("The connection to {0} is lost.", where),
    l10n.t("Look whether the domain controller runs, and whether a firewall ends connections to it."),
    another(),
  );
const tooMuch = ({ where }: Of): Words =>
  refused(
    l10n.t("{0} gives no more: a limit of its own is reached.", where),
    l10n.t("What is shown would not be all. It is not shown."),
    l10n.t("Ask who administers the domain for the limits of LDAP, or ask another domain controller."),
  );

/** By the result codes of RFC 4511, A.1, and those that clients use for what they see themselves (`winldap.h`). */
const byCode: Readonly<Record<number, (of: Of) => Words>> = {
  1: ({ where }) =>
    refused(
      l10n.t("{0} does not count the sign-in as one.", where),
      changedNothing(),
      l10n.t("Sign in again. Where it stays so, ask another domain controller."),
    ),
  3: tooSlow,
  4: tooMuch,
  8: ({ where }) => ({
    code: "directoryNotSecure",
    happened: l10n.t("{0} wants a connection that is signed or encrypted.", where),
    means: l10n.t("The domain requires LDAP signing. {0}", changedNothing()),
    next: [l10n.t("Ask over LDAPS or StartTLS, or from the server's own session.")],
  }),
  10: ({ where }) =>
    refused(
      l10n.t("{0} sends elsewhere: it does not hold what was asked about.", where),
      l10n.t("The entry is of another domain of the forest. Other servers are not asked on their own."),
      l10n.t("Ask a domain controller of that domain, or the global catalog."),
    ),
  11: tooMuch,
  32: ({ where }) =>
    refused(
      l10n.t("{0} has no such entry.", where),
      changedNothing(),
      l10n.t("Look whether the domain's name is right, and whether the account may see that part of it."),
    ),
  34: ({ where }) =>
    refused(
      l10n.t("{0} takes what was asked about for no distinguished name.", where),
      changedNothing(),
      l10n.t(
        "Write the name as CN=name,DC=contoso,DC=com, with a \\ before each comma that is part of a name.",
      ),
    ),
  50: ({ who, where }) =>
    refused(
      l10n.t("{0} does not give {1} the right to that.", where, who),
      changedNothing(),
      l10n.t("Use an account that has it, or have the right given to this one."),
    ),
  51: ({ where }) => unreachable(l10n.t("{0} is busy.", where)),
  52: ({ where }) => unreachable(l10n.t("{0} is not available: it begins or ends its work.", where)),
  53: ({ where }) =>
    refused(
      l10n.t("{0} is not willing to do that.", where),
      changedNothing(),
      l10n.t("Look what the directory said, and ask another domain controller."),
    ),
  80: ({ where }) =>
    refused(
      l10n.t("{0} says that something else went wrong.", where),
      changedNothing(),
      l10n.t("Look into the log Directory Service of that domain controller."),
      another(),
    ),
  81: down,
  85: tooSlow,
  91: down,
};
export const knownResultCodes = Object.keys(byCode).map(Number);

const invalidCredentials = 49;

const byStage: Readonly<Record<DirectoryFailure["stage"], (of: Of) => Words>> = {
  lookup: ({ where }) =>
    unreachable(
      l10n.t("{0} is not found in DNS.", where),
      l10n.t("Look whether it is right, and whether the computer that asks uses the domain's DNS servers."),
    ),
  connect: ({ where }) =>
    unreachable(
      l10n.t("{0} is not reached.", where),
      l10n.t("Look whether the domain controller runs, and whether TCP 389 and 636 are open to it."),
      another(),
    ),
  secure: ({ where }) => ({
    code: "directoryNotSecure",
    happened: l10n.t("No secret connection to {0} came about.", where),
    means: l10n.t("No password was sent."),
    next: [
      l10n.t(
        "Look whether the domain controller has a certificate for LDAPS: without one it ends the connection.",
      ),
      l10n.t("Or ask from the server's own session, where Windows signs and seals."),
    ],
  }),
  bind: (of) => ({ code: "directorySignIn", ...signInWords(null, of) }),
  search: ({ where }) =>
    refused(l10n.t("{0} did not answer a question.", where), changedNothing(), another()),
  modify: ({ where }) =>
    refused(
      l10n.t("{0} did not make the change.", where),
      l10n.t("The value is what it was, as far as the directory said."),
      l10n.t("Look at the value, and try again."),
    ),
};

/** What every connection may end in; what is not here says less than how far it came. */
const byReason: Readonly<Partial<Record<DirectoryFailure["reason"], (of: Of) => Words>>> = {
  notFound: byStage.lookup,
  timedOut: tooSlow,
  refused: ({ where }) =>
    unreachable(
      l10n.t("{0} takes no connection on that port.", where),
      l10n.t(
        "Look whether it is a domain controller, and whether it has a certificate where LDAPS was tried.",
      ),
      another(),
    ),
  reset: down,
  notPossible: ({ where }) => ({
    code: "directoryNotSecure",
    happened: l10n.t("{0} cannot be asked in this way from here.", where),
    means: l10n.t("No password was sent."),
    next: [l10n.t("Do what is said there, or ask from the agent's server in its session.")],
  }),
};

const wordsOf = (failure: DirectoryFailure, of: Of, now: Time): Words => {
  const { stage, reason, code, data, certificate } = failure;
  if (certificate !== null)
    return { code: "directoryNotSecure", ...certificateWords(certificate, of.where, now) };
  if (code === invalidCredentials) return { code: "directorySignIn", ...signInWords(data, of) };
  const known = code !== null && Object.hasOwn(byCode, code) ? byCode[code] : undefined;
  return (known ?? byReason[reason] ?? byStage[stage])(of);
};

/** Whether its text is the directory's own; else it is that of whoever asked, who may not have come so far. */
const isAnswer = ({ reason, code }: DirectoryFailure): boolean => reason === "answered" || code !== null;

const saidOf = ({ message }: DirectoryFailure): string => shortened(message.trim(), longestMessage);

/** What happened, what it means here, and what to do next. The directory's own words are part of it, in whatever language. */
export const directoryProblem = (failure: DirectoryFailure, { who, where, now }: Asked): Problem => {
  const { code, happened, means, next, notNow } = wordsOf(
    failure,
    { who: who ?? l10n.t("the user of the session"), where },
    now,
  );
  const said = saidOf(failure);
  return {
    code,
    ...(notNow === undefined ? {} : { notNow }),
    happened,
    means:
      said === ""
        ? means
        : isAnswer(failure)
          ? l10n.t("{0} The directory said: {1}", means, said)
          : l10n.t("{0} Whoever asked saw: {1}", means, said),
    next,
    raw: JSON.stringify(failure),
  };
};

/** The same in one sentence, for what could not be read. */
export const failureWords = (failure: DirectoryFailure): string => {
  const of = { who: l10n.t("the account"), where: l10n.t("The directory") };
  const { happened } = wordsOf({ ...failure, certificate: null }, of, "");
  const said = saidOf(failure);
  if (said === "") return happened;
  return isAnswer(failure)
    ? l10n.t("{0} It said: {1}", happened, said)
    : l10n.t("{0} Whoever asked saw: {1}", happened, said);
};
