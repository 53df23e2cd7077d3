/** Values of a change that are words, not data: `{ say: code, ...parameters }` in their place. Pure. */
import * as l10n from "@vscode/l10n";
import { hasParams, isCodeOf, sentence, type Params, type Sentence } from "./coded.ts";
import { sayRestartReason } from "./restartReasons.ts";

export const valueWords = {
  // Told by the server.
  restarted: sentence([], () => l10n.t("restarted")),
  opened: sentence([], () => l10n.t("opened")),
  rejected: sentence([], () => l10n.t("rejected")),
  defaultAccount: sentence([], () => l10n.t("the default gMSA")),
  tenantOf: sentence(["account"], ({ account }) => l10n.t("the tenant of {0}", account)),
  restartFor: sentence(["reason"], ({ reason }) => sayRestartReason(reason)),
  restricted: sentence([], () =>
    l10n.t(
      "nothing inherited; SELF as before; full control for SYSTEM, Administrators, Domain Admins and Enterprise Admins; read for Authenticated Users and Enterprise Domain Controllers",
    ),
  ),
  // Declared.
  signedInTenant: sentence([], () => l10n.t("the tenant of the account that signs in")),
  notKnown: sentence([], () => l10n.t("not known")),
  validUntil: sentence(["at"], ({ at }) => l10n.t("valid until {0}", at)),
  aNewOne: sentence([], () => l10n.t("a new one")),
  given: sentence([], () => l10n.t("given")),
  givenUnlessTold: sentence([], () =>
    l10n.t("given, unless you tell the wizard that the custom gMSA has its permissions"),
  ),
  mayBeLost: sentence([], () => l10n.t("may be lost; it is backed up first")),
} satisfies Record<string, Sentence>;

export type ValueCode = keyof typeof valueWords;

/** A value in words, as data. */
export const said = (say: ValueCode, params: Params = {}): Readonly<Record<string, string>> => ({
  say,
  ...params,
});

/** The words of such a value; undefined for any other. */
export const sayValue = (value: unknown): string | undefined => {
  if (typeof value !== "object" || value === null || !("say" in value)) return undefined;
  const { say, ...params } = value;
  if (typeof say !== "string" || !isCodeOf(valueWords, say) || !hasParams(valueWords, say, params))
    return undefined;
  return valueWords[say].says(params);
};
