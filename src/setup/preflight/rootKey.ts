/** The forest's root key, without which no managed account has a password. */
import * as l10n from "@vscode/l10n";
import { heardOf, viewRow } from "../directory/heard.ts";
import { rootKeysQuestion, rootKeyState, type RootKeyState } from "../directory/rootKeys.ts";
import { found, judge, pass, type Finding, type RuleText } from "../finding.ts";
import type { StepContext } from "../step.ts";
import { valueOf, type Fact } from "../values/fact.ts";
import type { Time } from "../values/time.ts";
import type { AccountSeen } from "./accountSeen.ts";
import { askDirectory } from "./askDirectory.ts";

/** The key is the forest's, for good: a second one is made only where there is none. */
export const firstKey = "if (-not (Get-KdsRootKey)) { Add-KdsRootKey -EffectiveImmediately }";

export const rootKeyOf = ({ facts }: Pick<AccountSeen, "facts">, now: Time): Fact<RootKeyState> =>
  rootKeyState(
    heardOf(facts, ({ keys }) => keys),
    now,
  );

export const rootKeyFindings = (seen: AccountSeen, now: Time): readonly Finding[] => {
  const text: RuleText = {
    rule: "kdsRootKey",
    why: l10n.t(
      "Domain controllers make the passwords of managed accounts from it, ten hours after it was created: until then it comes to all of them.",
    ),
    source: "kdsRootKey",
  };
  const view = "value" in seen.facts ? [viewRow(seen.facts.value.bind)] : [];
  return judge(text, l10n.t("KDS root key"), rootKeyOf(seen, now), (state) => {
    switch (state.kind) {
      case "none":
        return found(text, "fail", l10n.t("The forest has no KDS root key."), view, {
          kind: "command",
          runOn: l10n.t(
            "a domain controller, as Domain Admin of the forest's first domain or Enterprise Admin",
          ),
          text: firstKey,
          warning: l10n.t("It makes one key for the whole forest, which stays. It counts ten hours later."),
        });
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
  ctx: Pick<StepContext, "now" | "plan" | "read">,
  domain: string,
): Promise<boolean> => {
  const keys = heardOf(await askDirectory(ctx, { domain }, rootKeysQuestion), (said) => said);
  return valueOf(rootKeyState(keys, ctx.now()))?.kind === "waiting";
};
