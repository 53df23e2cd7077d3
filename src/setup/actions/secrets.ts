/** How secrets are asked for: in VS Code's own box, after a look at what PowerShell would write down of them. */
import * as l10n from "@vscode/l10n";
import { wrongInToken, type WantedToken } from "../agent/accessToken.ts";
import type { ConsentKind } from "../consent.ts";
import { getLoggingFacts } from "../operations/windows.ts";
import type { Credential } from "../operations/operation.ts";
import type { CredentialQuestion } from "../ports.ts";
import { CancelledError, ProblemError } from "../problem.ts";
import { mayBeRecordedBy } from "../preflight/powershellLogging.ts";
import type { StepContext } from "../step.ts";

const recordedNow = async ({ read }: StepContext): Promise<string> =>
  mayBeRecordedBy(await read(getLoggingFacts, {})).join("; ");

/** @throws CancelledError where the box is closed. */
const asked = async ({ ask }: StepContext, question: CredentialQuestion): Promise<Credential> => {
  const credential = await ask.credential(question);
  if (!credential) throw new CancelledError();
  return credential;
};

/**
 * Asks for passwords, one after the other. Where PowerShell's logging is on, or is not known to be off, that is said:
 * a password travels as a secure string, which is not recorded.
 */
export const askedPasswords = async (
  ctx: StepContext,
  questions: readonly CredentialQuestion[],
): Promise<readonly Credential[]> => {
  if (questions.length === 0) return [];
  const recorded = await recordedNow(ctx);
  const answers: Credential[] = [];
  for (const question of questions)
    answers.push(
      await asked(ctx, {
        ...question,
        prompt:
          recorded === ""
            ? question.prompt
            : l10n.t(
                "{0} PowerShell's logging on the server: {1}. It does not record passwords.",
                question.prompt,
                recorded,
              ),
      }),
    );
  return answers;
};

/** A token, and what of PowerShell's logging was named to the person who wants it used. */
export interface AskedToken {
  readonly credential: Credential;
  readonly consented: readonly string[];
}

const toRecord: ConsentKind = { id: "recordToken", given: "box" };

/**
 * What may record a token now, after a yes where that is more than was agreed to before.
 * @throws CancelledError where there is none.
 */
const consentedTo = async (ctx: StepContext, before: readonly string[] = []): Promise<readonly string[]> => {
  const recorded = mayBeRecordedBy(await ctx.read(getLoggingFacts, {}));
  if (recorded.every((one) => before.includes(one))) return recorded;
  const { name } = ctx.server;
  const mayGo = await ctx.ask.consent({
    ...toRecord,
    about: recorded.join("; "),
    message: l10n.t("Use an access token on {0} although PowerShell's logging may record it?", name),
    detail: l10n.t(
      "Recorded on {0}: {1}. Whoever reads those logs can use the token until it ends. The agent's wizard needs none.",
      name,
      recorded.join("; "),
    ),
    yes: l10n.t("Use the token"),
  });
  if (!mayGo) throw new CancelledError();
  return recorded;
};

/**
 * For the moment before a token is used: the boxes may have been open for hours, and the policies changed since.
 * @throws CancelledError where more would record it now, and nobody agrees to that.
 */
export const stillConsented = async (ctx: StepContext, { consented }: AskedToken): Promise<void> => {
  await consentedTo(ctx, consented);
};

/**
 * Asks for an access token. Microsoft's cmdlet takes it as a plain text, which logging records: where that is on, or is
 * not known to be off, it needs a yes before.
 * @throws ProblemError `tokenRejected` where the token would surely fail; it is then sent nowhere.
 */
export const askedToken = async (ctx: StepContext, wanted: WantedToken): Promise<AskedToken> => {
  const consented = await consentedTo(ctx);
  const { user, password } = await asked(ctx, {
    title: l10n.t("Access token"),
    user: wanted.account,
    prompt: l10n.t("For the tenant {0}.", wanted.tenant),
    secret: "token",
  });
  const token = password.trim();
  const wrong = wrongInToken(token, wanted, ctx.now());
  if (wrong.length > 0)
    throw new ProblemError({
      code: "tokenRejected",
      happened: l10n.t("The token cannot register this agent."),
      means: l10n.t("It was sent nowhere, and nothing was changed."),
      next: [...wrong, l10n.t("Get a new token, and register again with it.")],
    });
  return { credential: { user, password: token }, consented };
};
