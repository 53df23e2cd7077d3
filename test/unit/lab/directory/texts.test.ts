/** Names, LDIF and descriptors of the lab's directory. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { descriptorBytes, onlyParts } from "../../../../lab/directory/descriptor.ts";
import { entryOf, textsOf } from "../../../../lab/directory/entry.ts";
import { fromLdif, toLdif } from "../../../../lab/directory/ldif.ts";
import {
  dnsNameOf,
  domainDn,
  escapeName,
  isWithin,
  keyOf,
  relativeNames,
} from "../../../../lab/directory/names.ts";
import { guidBytes, sidBytes, sidOf, sidText } from "../../../../lab/directory/sids.ts";
import { anyText } from "../../../anyText.ts";

test("every value is written so that it is read as itself", () => {
  fc.assert(
    fc.property(anyText({ minLength: 1 }), (value) => {
      assert.deepEqual(relativeNames(`CN=${escapeName(value)},OU=x,DC=a`), [
        { type: "CN", value },
        { type: "OU", value: "x" },
        { type: "DC", value: "a" },
      ]);
    }),
  );
});

test("two spellings of a name are one, and what is no name is none", () => {
  assert.equal(keyOf("cn=\\41da\\, B , DC=Contoso"), keyOf("CN=Ada\\2c b,dc=contoso"));
  assert.equal(keyOf("CN=\\c3\\9cnal"), keyOf("cn=ünal"));
  assert.deepEqual(relativeNames("CN = a \\  , DC= b\\\\ "), [
    { type: "CN", value: "a  " },
    { type: "DC", value: "b\\" },
  ]);
  for (const none of ["a", "=a", "CN=", "CN=a,", ",CN=a", "CN=a,,DC=b", "CN=a\\", "1a=b"])
    assert.equal(keyOf(none), undefined, none);
  assert.ok(isWithin(keyOf("CN=a,DC=b") ?? "", keyOf("dc=B") ?? ""));
  assert.ok(!isWithin(keyOf("CN=a,DC=bb") ?? "", keyOf("DC=b") ?? ""));
  assert.equal(domainDn("child.contoso.com"), "DC=child,DC=contoso,DC=com");
  assert.equal(dnsNameOf("CN=x,DC=child,DC=contoso,DC=com"), "child.contoso.com");
});

test("entries are the same after they were LDIF", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 }), { minLength: 1 }), (values) => {
      const entry = entryOf("CN=Ünal\\, Ö,DC=contoso", {
        cn: "Ünal, Ö",
        value: values.map((bytes) => Buffer.from(bytes)),
        description: [" begins with a space", "ends with one ", ":", "<", "a".repeat(300)],
      });
      assert.deepEqual(fromLdif(toLdif([entry, entryOf("", { a: "b" })])), [entry, entryOf("", { a: "b" })]);
    }),
  );
});

test("what ldbsearch and ldapsearch print is read", () => {
  const printed = `# record 1
dn: CN=ada,CN=Users,DC=contoso,DC=com
objectClass: top
objectClass: user
description: a line that
  goes on
cn:: w5xuYWw=

# Referral
ref: ldap://contoso.com/CN=Configuration,DC=contoso,DC=com

# returned 2 records
# 1 entries
# 1 referrals
`;
  const [entry, ...others] = fromLdif(printed.replaceAll("\n", "\r\n"));
  assert.deepEqual(others, []);
  assert.equal(entry?.dn, "CN=ada,CN=Users,DC=contoso,DC=com");
  assert.deepEqual(textsOf(entry, "objectclass"), ["top", "user"]);
  assert.deepEqual(textsOf(entry, "description"), ["a line that goes on"]);
  assert.deepEqual(textsOf(entry, "cn"), ["Ünal"]);
});

test("security identifiers and GUIDs are the bytes that Windows makes of them", () => {
  // MS-DTYP, 2.4.2.2: revision, number of parts, authority, then each part with its lowest byte first.
  assert.equal(sidOf("S-1-5-32-544").toString("hex"), "01020000000000052000000020020000");
  assert.equal(
    sidText(sidOf("S-1-5-21-1004336348-1177238915-682003330-512")),
    "S-1-5-21-1004336348-1177238915-682003330-512",
  );
  for (const none of ["S-1", "S-1-5", "S-2-5-1", "S-1-5-", "ada"])
    assert.equal(sidBytes(none), undefined, none);
  assert.equal(
    guidBytes("{00112233-4455-6677-8899-AABBCCDDEEFF}").toString("hex"),
    "33221100554477668899aabbccddeeff",
  );
});

test("a descriptor has the form of MS-DTYP, and keeps it where only parts of it are asked for", () => {
  const whole = descriptorBytes({
    owner: "S-1-5-18",
    group: "S-1-5-18",
    permissions: [
      { sid: "S-1-1-0", mask: 0x10, inheritedBy: "00112233-4455-6677-8899-aabbccddeeff", flags: 2 },
    ],
  });
  const sid = "010100000000000512000000";
  const everyone = "010100000000000100000000";
  const ace = `05022800100000000200000033221100554477668899aabbccddeeff${everyone}`;
  assert.equal(
    whole.toString("hex"),
    `010004801400000020000000000000002c000000${sid}${sid}0400300001000000${ace}`,
  );
  assert.equal(onlyParts(whole, 1).toString("hex"), `0100008014000000000000000000000000000000${sid}`);
  assert.deepEqual(onlyParts(whole, 7), whole);
  assert.deepEqual(onlyParts(whole, 0), whole);
  for (const length of [0, 3, 19, 30]) assert.doesNotThrow(() => onlyParts(whole.subarray(0, length), 4));
});
