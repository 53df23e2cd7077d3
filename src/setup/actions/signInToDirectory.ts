/** Signs in to the planned domains once, each with its administrator, and keeps what that shows. The passwords are not kept. */
import * as l10n from "@vscode/l10n";
import { signedInAs } from "../directory/signedIn.ts";
import { signInQuestion } from "../directory/whoIsBound.ts";
import type { Finding } from "../finding.ts";
import type { Credential } from "../operations/operation.ts";
import { domainPlan, wrongIn } from "../plan.ts";
import { askAs } from "../preflight/askDirectory.ts";
import type { StepContext } from "../step.ts";
import { titleOf } from "../stepTitles.ts";
import { agreedNames } from "./agreedNames.ts";
import { askedPasswords } from "./secrets.ts";
import { toSignInTo, type Administered } from "./toSignInTo.ts";
import { listedDomains } from "./listedDomains.ts";

/** One domain: asks for the password, signs in, and looks who that is. @throws ProblemError in the directory's own words */
const signIn = async (ctx: StepContext, { name, administrator }: Administered): Promise<Credential> => {
  const [account] = await askedPasswords(ctx, [
    {
      title: l10n.t("Administrator of {0}", name),
      user: administrator,
      prompt: l10n.t(
        'Signs in to {0} once, to see what this account may do there. The password is not kept: the step "{1}" asks for it again.',
        name,
        titleOf("confirm"),
      ),
    },
  ]);
  if (account === undefined) throw new Error("nobody was asked");
  ctx.tell(l10n.t("Signing in to {0}", name));
  const { said, bind } = await askAs(ctx, account, { domain: name }, signInQuestion(account.user, ctx.now()));
  await ctx.attest(signedInAs({ domain: name, account: account.user, bind }, said));
  return account;
};

/** Whoever signed in is the domain's administrator in the plan, where another name was entered than stood there. */
const named = async (ctx: StepContext, { name }: Administered, { user }: Credential): Promise<void> => {
  if (wrongIn(domainPlan.entries.administrator, user) !== undefined) return;
  await ctx.answer((plan) => ({
    ...plan,
    domains: plan.domains.map((one) => (one.name === name ? { ...one, administrator: user } : one)),
  }));
};

/**
 * Signs in to those of the plan's domains that there is something to be seen of. `findings`: of the last look.
 * @throws ProblemError of the first domain that lets nobody in: whoever was let in before is in the record
 */
export const signInToDomains = async (ctx: StepContext, findings: readonly Finding[]): Promise<void> => {
  const { attestations, plan } = ctx;
  const listed = await listedDomains(ctx);
  const domains = toSignInTo(plan.domains, { attestations, findings, listed });
  if (domains.length === 0) return;
  await agreedNames(ctx);
  for (const domain of domains) {
    const account = await signIn(ctx, domain);
    if (account.user !== domain.administrator) await named(ctx, domain, account);
  }
};
