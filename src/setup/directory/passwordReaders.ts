/**
 * Who may read a managed account's password: the descriptor in `msDS-GroupMSAMembership`, by the right to read a property ([MS-ADTS]
 * 3.1.1.4.5.39). A generic right gives nothing here: nobody has made of it what it stands for when the value was written, and whoever looks at
 * the list compares bits ([MS-DTYP] 2.5.3.2). Pure.
 */
import { elapsedMs, type Time } from "../values/time.ts";
import { rights } from "./accessMask.ts";
import type { SecurityDescriptor } from "./securityDescriptor.ts";
import { everybodySids, type Sid } from "./sid.ts";

/** In the order of the entries, of which the first that is about somebody decides. */
export interface PasswordReaders {
  /** Whether there is no list, and so everybody may. */
  readonly isOpen: boolean;
  readonly entries: readonly { readonly sid: Sid; readonly allowed: boolean }[];
}

export const readersOf = ({ dacl }: SecurityDescriptor): PasswordReaders => ({
  isOpen: dacl === null,
  entries: (dacl ?? []).flatMap(({ kind, mask, sid, conditional }) =>
    sid !== null && kind !== "other" && !conditional && (mask & rights.readProperty) !== 0
      ? [{ sid, allowed: kind === "allow" }]
      : [],
  ),
});

/** A computer with the groups it is in, nested ones too (`tokenGroups`). */
export interface Membership {
  readonly sid: Sid;
  readonly groups: readonly Sid[];
}

/** A group that is named there, as the directory knows it. */
export interface KnownGroup {
  readonly sid: Sid;
  readonly name: string;
  readonly changed: Time | undefined;
}

/**
 * `through`: the group by which it may; null where it is named itself, or everybody may. `needsRestart`: the group was changed after the
 * computer started, so that its ticket may not know of it; undefined where one of the two times is not known.
 */
export type MayRead =
  | {
      readonly kind: "yes";
      readonly through: Sid | null;
      readonly since: Time | undefined;
      readonly needsRestart: boolean | undefined;
    }
  | { readonly kind: "no" }
  | { readonly kind: "denied"; readonly by: Sid };

/** A computer's groups are in its ticket, which it gets when it starts ("Access Denied" of Install-ADServiceAccount, reported). */
const sinceOf = (group: KnownGroup | undefined, started: Time | undefined) => ({
  since: group?.changed,
  needsRestart:
    group?.changed === undefined || started === undefined ? undefined : elapsedMs(started, group.changed) > 0,
});

/** Whether a computer may read the password. `started`: when its Windows did. */
export const mayRead = (
  { isOpen, entries }: PasswordReaders,
  computer: Membership,
  { groups, started }: { readonly groups: readonly KnownGroup[]; readonly started: Time | undefined },
): MayRead => {
  const itself = { kind: "yes", through: null, since: undefined, needsRestart: false } as const;
  if (isOpen) return itself;
  const whoItIs = new Set([computer.sid, ...computer.groups, ...everybodySids]);
  const decides = entries.find(({ sid }) => whoItIs.has(sid));
  if (decides === undefined) return { kind: "no" };
  if (!decides.allowed) return { kind: "denied", by: decides.sid };
  if (decides.sid === computer.sid || everybodySids.includes(decides.sid)) return itself;
  const group = groups.find(({ sid }) => sid === decides.sid);
  return { kind: "yes", through: decides.sid, ...sinceOf(group, started) };
};
