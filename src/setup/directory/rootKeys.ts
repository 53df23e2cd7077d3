/**
 * The forest's root keys of the Key Distribution Service, without which no managed account has a password. Source: "Create the Key
 * Distribution Services KDS root key"
 * (https://learn.microsoft.com/windows-server/identity/ad-ds/manage/group-managed-service-accounts/group-managed-service-accounts/create-the-key-distribution-services-kds-root-key). Pure.
 */
import * as l10n from "@vscode/l10n";
import type { Fact } from "../values/fact.ts";
import { elapsedMs, type Time } from "../values/time.ts";
import { fileTime } from "./directoryTime.ts";
import { holds, textOf } from "./entries.ts";
import { ofClass } from "./filters.ts";
import { entryOf, ofFound, type DirectoryQuestion } from "./question.ts";
import { baseIn, entrySearch, listSearch } from "./searches.ts";

export interface RootKeys {
  /** When each counts from (`msKds-UseStartTime`). */
  readonly effective: readonly Time[];
  /** Whether keys of others would be seen: without it, none found is none known. */
  readonly seesAll: boolean;
}

/** `waiting`: there is one, and controllers take it from then on. */
export type RootKeyState =
  | { readonly kind: "none" }
  | { readonly kind: "waiting"; readonly until: Time }
  | { readonly kind: "usable"; readonly since: Time };

/** Controllers wait so long after the effective time, until the key has come to all of them. */
const waitMs = 10 * 3_600_000;

const container = baseIn("configuration", "Master Root Keys", "Group Key Distribution Service", "Services");

/** Administrators alone see the keys. Who may create one here is such an administrator. */
export const rootKeysQuestion: DirectoryQuestion<Fact<RootKeys>> = {
  searches: [
    entrySearch(container, { text: ["allowedChildClassesEffective"] }),
    listSearch(container, "oneLevel", ofClass("msKds-ProvRootKey"), {
      text: ["msKds-UseStartTime"],
      most: 1000,
    }),
  ],
  read: ([containerAnswer, keys]) => {
    const place = entryOf(containerAnswer);
    // A forest whose schema is older than the service has no place for keys, and so none.
    if ("value" in place && place.value === null) return { value: { effective: [], seesAll: true } };
    const mayCreate =
      "value" in place &&
      place.value !== null &&
      holds(place.value, "allowedChildClassesEffective", "msKds-ProvRootKey");
    return ofFound(keys, ({ entries }): Fact<RootKeys> => {
      const effective = entries.flatMap((entry) => {
        const time = fileTime(textOf(entry, "msKds-UseStartTime") ?? "");
        return time?.kind === "at" ? [time.at] : [];
      });
      return entries.length > 0 && effective.length === 0
        ? { unread: l10n.t("There is a KDS root key, and the time from which it counts was not to be read.") }
        : { value: { effective, seesAll: mayCreate || effective.length > 0 } };
    });
  },
};

const usableFrom = (effective: Time): Time => new Date(Date.parse(effective) + waitMs).toISOString();

/** How the keys stand at a moment. */
export const rootKeyState = (keys: Fact<RootKeys>, now: Time): Fact<RootKeyState> => {
  if ("unread" in keys) return keys;
  const { effective, seesAll } = keys.value;
  const [first] = effective.map(usableFrom).toSorted();
  if (first !== undefined)
    return {
      value:
        elapsedMs(first, now) >= 0 ? { kind: "usable", since: first } : { kind: "waiting", until: first },
    };
  return seesAll
    ? { value: { kind: "none" } }
    : { unread: l10n.t("No KDS root key is to be seen, which administrators alone can see.") };
};
