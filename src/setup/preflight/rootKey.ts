/** The forest's root key, without which no managed account has a password. */
import * as l10n from "@vscode/l10n";
import { heardOf, sayView, viewRow } from "../directory/heard.ts";
import { rootKeysQuestion, rootKeyState, type RootKeys, type RootKeyState } from "../directory/rootKeys.ts";
import { rootKeysSeenBy, type SignedIn } from "../directory/signInOf.ts";
import { found, judge, pass, type Evidence, type Finding, type Fix, type RuleText } from "../finding.ts";
import type { StepContext } from "../step.ts";
import { valueOf, type Fact } from "../values/fact.ts";
import type { Time } from "../values/time.ts";
import type { AccountSeen } from "./accountSeen.ts";
import { askDirectory } from "./askDirectory.ts";

/** The key is the forest's, for good: a second one is made only where there is none. */
export const firstKey = "if (-not (Get-KdsRootKey)) { Add-KdsRootKey -EffectiveImmediately }";

/** A key that was seen stays, so that it counts whoever saw it; that there was none may not be so any more. */
const keyOf = (
  own: Fact<RootKeys>,
  seenBy: SignedIn | undefined,
  now: Time,
): { readonly state: Fact<RootKeyState>; readonly isRecorded: boolean } => {
  const state = rootKeyState(own, now);
  const recorded = seenBy?.rootKeys;
  return "unread" in state && recorded && recorded.effective.length > 0
    ? { state: rootKeyState({ value: recorded }, now), isRecorded: true }
    : { state, isRecorded: false };
};

const keyIn = ({ facts, keysSeenBy }: Pick<AccountSeen, "facts" | "keysSeenBy">, now: Time) =>
  keyOf(
    heardOf(facts, ({ keys }) => keys),
    keysSeenBy,
    now,
  );

/** As the session's own user sees it; where that one may not, as an administrator saw it who signed in. */
export const rootKeyOf = (seen: Pick<AccountSeen, "facts" | "keysSeenBy">, now: Time): Fact<RootKeyState> =>
  keyIn(seen, now).state;

const noKeyFix = (): Fix => ({
  kind: "command",
  runOn: l10n.t("a domain controller, as Domain Admin of the forest's first domain or Enterprise Admin"),
  text: firstKey,
  warning: l10n.t("It makes one key for the whole forest, which stays. It counts ten hours later."),
});

export const rootKeyFindings = (seen: AccountSeen, now: Time): readonly Finding[] => {
  const text: RuleText = {
    rule: "kdsRootKey",
    why: l10n.t(
      "Domain controllers make the passwords of managed accounts from it, ten hours after it was created: until then it comes to all of them.",
    ),
    source: "kdsRootKey",
  };
  const { state: key, isRecorded } = keyIn(seen, now);
  const by = seen.keysSeenBy;
  const recorded: readonly Evidence[] = by
    ? [{ name: l10n.t("Seen by"), value: l10n.t("{0} at {1}: {2}", by.account, by.at, sayView(by)) }]
    : [];
  if ("unread" in key && by)
    return found(
      text,
      "warning",
      l10n.t("The forest had no KDS root key when {0} signed in.", by.account),
      recorded,
      noKeyFix(),
    );
  const view = isRecorded ? recorded : "value" in seen.facts ? [viewRow(seen.facts.value.bind)] : [];
  return judge(text, l10n.t("KDS root key"), key, (state) => {
    switch (state.kind) {
      case "none":
        return found(text, "fail", l10n.t("The forest has no KDS root key."), view, noKeyFix());
      case "waiting":
        return found(
          text,
          "warning",
          l10n.t("The KDS root key is too young: no account is made before it counts."),
          [{ name: l10n.t("It counts from"), value: state.until }, ...view],
          {
            kind: "link",
            link: "kdsRootKey",
            whatToDo: l10n.t("Wait: this step looks again by itself. VS Code may be closed meanwhile."),
          },
        );
      case "usable":
        return pass(text, l10n.t("The KDS root key can be used."), [
          { name: l10n.t("It counts from"), value: state.since },
          ...view,
        ]);
    }
  });
};

/** Whether the key of a domain's forest is still to be waited for: the key alone is asked for. */
export const keyIsYoung = async (
  ctx: Pick<StepContext, "attestations" | "now" | "plan" | "read">,
  domain: string,
): Promise<boolean> => {
  const keys = heardOf(await askDirectory(ctx, { domain }, rootKeysQuestion), (said) => said);
  const seenBy = rootKeysSeenBy(ctx.attestations, domain);
  return valueOf(keyOf(keys, seenBy, ctx.now()).state)?.kind === "waiting";
};
