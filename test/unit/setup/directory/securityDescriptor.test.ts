/** Security descriptors, held against what Samba's own library writes of the same bytes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readDescriptor } from "../../../../src/setup/directory/securityDescriptor.ts";
import { base64Of, bytesOf } from "../../../../src/setup/values/bytes.ts";
import { recordedDescriptor, sidOf } from "../../support/recordedDirectory/recorded.ts";
import { asDecoded, sddlOf } from "../../support/recordedDirectory/sddl.ts";

const decoded = (bytes: string) => {
  const read = readDescriptor(bytes);
  assert.ok("value" in read, JSON.stringify(read));
  return read.value;
};
const unread = (bytes: Uint8Array | string): string => {
  const read = readDescriptor(typeof bytes === "string" ? bytes : base64Of(bytes));
  return "unread" in read ? read.unread : "";
};
const bytesAt = (name: string) => bytesOf(recordedDescriptor(name).bytes) ?? new Uint8Array();

test("owner, group and every entry are what Samba writes as SDDL of the same bytes", () => {
  for (const name of [
    "domainRoot",
    "organizationalUnit",
    "account",
    "readers",
    "readersOfCreated",
    "madeUp",
  ]) {
    const { bytes, sddl } = recordedDescriptor(name);
    assert.equal(sddlOf(decoded(bytes)), asDecoded(sddl), name);
  }
});

test("of an entry: its kind, rights, whom it names, what it is about, and how it goes on", () => {
  const root = decoded(recordedDescriptor("domainRoot").bytes).dacl ?? [];
  const group = root.find(({ sid, mask }) => sid === sidOf(1154) && mask === 0xf01ff);
  assert.deepEqual(group, {
    kind: "allow",
    mask: 0xf01ff,
    sid: sidOf(1154),
    objectType: null,
    inheritedObjectType: "bf967a9c-0de6-11d0-a285-00aa003049e2",
    conditional: false,
    container: true,
    object: false,
    noPropagate: false,
    inheritOnly: true,
    inherited: false,
  });
  const unit = decoded(recordedDescriptor("organizationalUnit").bytes).dacl ?? [];
  assert.ok(unit.some(({ inherited }) => inherited) && unit.some(({ inherited }) => !inherited));
  const made = decoded(recordedDescriptor("madeUp").bytes);
  assert.ok(made.isProtected);
  assert.deepEqual(
    made.dacl?.map(({ kind, conditional }) => `${kind}${conditional ? " if" : ""}`),
    ["allow if", "allow", "allow", "deny", "allow"],
  );
});

test("without a list everybody may do everything; that is not an empty one", () => {
  const whole = bytesAt("readers");
  const noList = Uint8Array.from(whole);
  noList.set([0, 0x80], 2);
  assert.equal(decoded(base64Of(noList)).dacl, null);
  const nullList = Uint8Array.from(whole);
  nullList.set([0, 0, 0, 0], 16);
  assert.equal(decoded(base64Of(nullList)).dacl, null);
  const empty = Uint8Array.from(whole);
  empty.set([0, 0], 36);
  assert.deepEqual(decoded(base64Of(empty)).dacl, []);
});

test("an entry of a kind that gives and denies nothing is passed over, by its length", () => {
  const bytes = bytesAt("readers");
  // The first of two entries, at 40, becomes a compound one (4), whose layout is another.
  const compound = decoded(base64Of(bytes.with(40, 4)));
  assert.deepEqual(
    compound.dacl?.map(({ kind, sid }) => [kind, sid]),
    [
      ["other", null],
      ["allow", sidOf(1116)],
    ],
  );
});

test("one that is cut short is damaged, wherever it is cut, and never half a list", () => {
  for (const name of ["readers", "madeUp", "account"]) {
    const whole = bytesAt(name);
    const end = whole.length;
    for (let length = 0; length < end; length += 1) {
      const read = readDescriptor(base64Of(whole.slice(0, length)));
      // What is cut off at the end of `madeUp` is no part of what is read.
      if ("value" in read) assert.equal(sddlOf(read.value), sddlOf(decoded(base64Of(whole))), name);
      else assert.match(read.unread, /damaged or cut short/u);
    }
  }
  assert.match(unread(bytesAt("readers").slice(0, -1)), /cut short/u);
});

test("one of another revision, not self-relative, or with sizes that are not so is damaged", () => {
  const whole = bytesAt("readers");
  for (const [at, value] of [
    [0, 2],
    [3, 0],
    [4, 0xf0],
    [34, 0xff],
    [36, 3],
    [42, 3],
    [42, 0xff],
    [43, 1],
    [48, 0],
    [49, 15],
    [78, 0x40],
  ] as const)
    assert.match(unread(whole.with(at, value)), /damaged/u, `${at}`);
  assert.match(unread("?"), /damaged/u);
  assert.match(unread(""), /damaged/u);
});

test("no bytes throw or loop, also those of which one was turned over", () => {
  const real = fc.constantFrom("domainRoot", "account", "madeUp", "readers").map(bytesAt);
  const turned = fc
    .tuple(real, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }))
    .map(([bytes, changes]) =>
      changes.reduce((all, [at, to]) => all.with(at % all.length, to), Uint8Array.from(bytes)),
    );
  fc.assert(
    fc.property(fc.oneof(turned, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      const read = readDescriptor(base64Of(bytes));
      if ("value" in read) assert.ok((read.value.dacl ?? []).length <= bytes.length / 4);
    }),
    { numRuns: 500 },
  );
});
