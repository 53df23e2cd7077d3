/** Whether an account's own object has the rights that Microsoft's cmdlet leaves on it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { descriptorBytes, type Permission } from "../../../../lab/directory/descriptor.ts";
import { isRestricted, restrictionOf } from "../../../../src/setup/directory/restriction.ts";
import {
  readDescriptor,
  type SecurityDescriptor,
} from "../../../../src/setup/directory/securityDescriptor.ts";
import { valueOf } from "../../../../src/setup/values/fact.ts";

const domain = "S-1-5-21-1-2-3";
const all = 0xf01ff;
const read = 0x2_0014;
/** What "gMSA PowerShell cmdlets" says that the cmdlet leaves. */
const left: readonly Permission[] = [
  { sid: "S-1-5-10", mask: 0x130 },
  { sid: "S-1-5-18", mask: all },
  { sid: "S-1-5-21-9-9-9-519", mask: all },
  { sid: `${domain}-512`, mask: all },
  { sid: "S-1-5-32-544", mask: all },
  { sid: "S-1-5-9", mask: read },
  { sid: "S-1-5-11", mask: read },
];
const descriptor = (permissions: readonly Permission[], isProtected = true): SecurityDescriptor => {
  const bytes = descriptorBytes({ owner: `${domain}-512`, group: `${domain}-512`, permissions });
  const of = valueOf(readDescriptor(bytes.toString("base64"))) ?? assert.fail();
  return { ...of, isProtected };
};

test("what the cmdlet leaves is restricted; a right to read may be a generic one, and what is denied takes nothing back", () => {
  assert.ok(isRestricted(restrictionOf(descriptor(left))));
  const more = [
    { sid: "S-1-5-11", mask: 0x8000_0000 },
    { sid: `${domain}-1105`, mask: all, denies: true },
  ];
  assert.ok(isRestricted(restrictionOf(descriptor([...left, ...more]))));
});

test("rights that are inherited, of somebody else, to write for everybody, or without a list are not", () => {
  assert.deepEqual(restrictionOf(descriptor(left, false)), { inherits: true, others: [] });
  for (const [sid, mask] of [
    [`${domain}-1105`, 0x10],
    [`${domain}-513`, all],
    ["S-1-5-11", 0x30],
    ["S-1-5-9", all],
    ["S-1-5-32-548", all],
  ] as const) {
    const restriction = restrictionOf(descriptor([...left, { sid, mask }, { sid, mask }]));
    assert.deepEqual(restriction, { inherits: false, others: [sid] });
    assert.ok(!isRestricted(restriction));
  }
  const none = restrictionOf({ ...descriptor(left), dacl: null });
  assert.deepEqual([none.others, isRestricted(none)], [null, false]);
});
