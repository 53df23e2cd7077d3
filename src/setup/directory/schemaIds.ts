/**
 * Identifiers of classes, attributes and extended rights, the same in every forest. Sources: [MS-ADSC], [MS-ADA1] to [MS-ADA3] and
 * [MS-ADTS] 5.1.3.2.1; `publicFolder` comes with Exchange. Pure.
 */
import type { Guid } from "./guid.ts";

export const classes = {
  computer: "bf967a86-0de6-11d0-a285-00aa003049e2",
  contact: "5cb41ed0-0e4c-11d0-a286-00aa003049e2",
  device: "bf967a8e-0de6-11d0-a285-00aa003049e2",
  foreignSecurityPrincipal: "89e31c12-8530-11d0-afda-00c04fd930c9",
  group: "bf967a9c-0de6-11d0-a285-00aa003049e2",
  inetOrgPerson: "4828cc14-1437-45bc-9b07-ad6f015e5f28",
  publicFolder: "f0f8ffac-1191-11d0-a060-00aa006c33ed",
  user: "bf967aba-0de6-11d0-a285-00aa003049e2",
} as const satisfies Record<string, Guid>;
export type ClassName = keyof typeof classes;

export const attributes = {
  lockoutTime: "28630ebf-41d5-11d1-a9c1-0000f80367c1",
  "mS-DS-ConsistencyGuid": "23773dc2-b63a-11d2-90e1-00c04fd91ab1",
  "msDS-KeyCredentialLink": "5b47d60f-6090-40b2-9f37-2a4de88f3063",
  pwdLastSet: "bf967a0a-0de6-11d0-a285-00aa003049e2",
} as const satisfies Record<string, Guid>;

export const extendedRights = {
  "Replicating Directory Changes": "1131f6aa-9c07-11d1-f79f-00c04fc2dcd2",
  "Replicating Directory Changes All": "1131f6ad-9c07-11d1-f79f-00c04fc2dcd2",
  "Reset Password": "00299570-246d-11d0-a768-00aa006e0529",
  "Unexpire Password": "ccc2dc7d-a6ad-4a7a-8846-c04e3cc53501",
} as const satisfies Record<string, Guid>;

const all: ReadonlyMap<Guid, string> = new Map(
  [classes, attributes, extendedRights].flatMap((some) =>
    Object.entries(some).map(([name, guid]) => [guid, name] as const),
  ),
);
/** The name of what an identifier stands for; the identifier itself where it is none of these. */
export const nameOfGuid = (guid: Guid): string => all.get(guid) ?? guid;
