/**
 * A token that a person pasted, looked at before it is used. Only what would surely fail is said: the signature is Microsoft
 * Entra's to check. Pure.
 */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import type { Time } from "../values/time.ts";

/** The claims of an access token (Microsoft, "Access token claims reference"); `exp` in seconds since 1970. */
const claimsSchema = v.object({
  aud: v.optional(v.string()),
  tid: v.optional(v.string()),
  upn: v.optional(v.string()),
  exp: v.optional(v.number()),
});
type Claims = v.InferOutput<typeof claimsSchema>;

export interface WantedToken {
  readonly tenant: string;
  readonly account: string;
  /** Empty where any will do. */
  readonly audience: string;
}

/** The second part of a JSON web token, from base64url; undefined where it is none. */
const claimsOf = (token: string): Claims | undefined => {
  const [, payload, signature, ...more] = token.split(".");
  if (!payload || !signature || more.length > 0) return undefined;
  try {
    const binary = atob(payload.replaceAll("-", "+").replaceAll("_", "/"));
    const text = new TextDecoder().decode(Uint8Array.from(binary, (one) => one.charCodeAt(0)));
    const parsed = v.safeParse(claimsSchema, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
};

const same = (one: string, other: string): boolean =>
  one.toLowerCase().replace(/\/$/u, "") === other.toLowerCase().replace(/\/$/u, "");

/** A number that is no moment is no end that Microsoft Entra gives. */
const wrongInEnd = (exp: number, now: Time): readonly string[] => {
  const end = new Date(exp * 1000);
  if (Number.isNaN(end.getTime())) return [l10n.t("When it ends is not known: {0} is no time.", exp)];
  return end.getTime() <= Date.parse(now) ? [l10n.t("It ended {0}.", end.toISOString())] : [];
};

/** What is wrong with a token, in words that do not hold it; nothing where nothing is seen. */
export const wrongInToken = (token: string, wanted: WantedToken, now: Time): readonly string[] => {
  const claims = claimsOf(token);
  if (!claims) return [l10n.t("It is no access token: that has three parts with dots between them.")];
  const { aud, tid, upn, exp } = claims;
  return [
    ...(exp === undefined ? [] : wrongInEnd(exp, now)),
    ...(tid !== undefined && !same(tid, wanted.tenant) ? [l10n.t("It is of the tenant {0}.", tid)] : []),
    ...(upn !== undefined && !same(upn, wanted.account) ? [l10n.t("It is of the account {0}.", upn)] : []),
    ...(aud !== undefined && wanted.audience !== "" && !same(aud, wanted.audience)
      ? [l10n.t("It is for {0}, not for {1}.", aud, wanted.audience)]
      : []),
  ];
};
