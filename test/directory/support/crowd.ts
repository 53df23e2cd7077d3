/** Many: a thousand users, and groups in groups. */
import type { Forest } from "./forests.ts";
import { added, changed } from "./ldif.ts";
import { computerDn, departments, groupDn, personDn } from "./people.ts";

export const userCount = 1000;
/** Each is a member of the one before: `Level 01` holds `Level 02`, and so on. */
export const levelCount = 50;

const digits = (number: number, width: number): string => String(number).padStart(width, "0");
export const levelName = (number: number): string => `Level ${digits(number, 2)}`;

/** Enabled, without a password: hashing one for each would take most of the time. ADS_USER_FLAG: NORMAL_ACCOUNT, PASSWD_NOTREQD. */
const withoutPassword = 0x220;

const user = ({ name: domain, baseDn }: Forest, number: number): string => {
  const name = `user${digits(number, 5)}`;
  const department = departments[number % departments.length] ?? "IT";
  return added(`CN=User ${digits(number, 5)},OU=${department},OU=Corp,${baseDn}`, {
    objectClass: "user",
    sAMAccountName: name,
    userPrincipalName: `${name}@${domain}`,
    givenName: "User",
    sn: digits(number, 5),
    displayName: `User ${digits(number, 5)}`,
    mail: `${name}@${domain}`,
    department,
    userAccountControl: withoutPassword,
  });
};

export const usersLdif = (forest: Forest): string =>
  Array.from({ length: userCount }, (_, at) => user(forest, at + 1)).join("");

/** GROUP_TYPE: a security group that is global, or universal. */
const kinds = { global: -0x7ffffffe, universal: -0x7ffffff8 } as const;

const group = (
  forest: Forest,
  name: string,
  kind: keyof typeof kinds,
  ...members: readonly string[]
): string =>
  added(groupDn(forest, name), {
    objectClass: "group",
    sAMAccountName: name,
    groupType: kinds[kind],
    ...(members.length === 0 ? {} : { member: members }),
  });

const levels = (forest: Forest): string =>
  Array.from({ length: levelCount }, (_, at) => levelCount - at)
    .map((number) => {
      const inner = number === levelCount ? personDn(forest, "deep") : groupDn(forest, levelName(number + 1));
      return group(forest, levelName(number), "universal", inner);
    })
    .join("");

/** A group after what is in it. */
export const groupsLdif = (forest: Forest): string =>
  [
    group(forest, "Nested Enterprise Admins", "universal", personDn(forest, "nestedEnterpriseAdmin")),
    group(forest, "Nested Protected Users", "global", personDn(forest, "nestedProtected")),
    group(forest, "gMSA Hosts", "global", computerDn(forest, "SYNC01")),
    levels(forest),
    // A directory allows a circle.
    group(forest, "Circle A", "universal"),
    group(forest, "Circle B", "universal", groupDn(forest, "Circle A")),
    changed(groupDn(forest, "Circle A"), "add", { member: groupDn(forest, "Circle B") }),
  ].join("");
