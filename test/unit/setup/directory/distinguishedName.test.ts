/** Distinguished names: RFC 4514. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  dnsOf,
  isWithin,
  nameKey,
  nameOf,
  readName,
  textKey,
  valueAt,
  writeName,
  type DistinguishedName,
} from "../../../../src/setup/directory/distinguishedName.ts";

const wrongIn = (text: string) => {
  const read = readName(text);
  return "wrong" in read ? read : undefined;
};
const values = (text: string) => nameOf(text)?.map((parts) => parts.map(([, value]) => value).join("|"));

test("the examples of RFC 4514 mean what it says", () => {
  assert.deepEqual(nameOf("UID=jsmith,DC=example,DC=net"), [
    [["UID", "jsmith"]],
    [["DC", "example"]],
    [["DC", "net"]],
  ]);
  assert.deepEqual(nameOf("OU=Sales+CN=J.  Smith,DC=net")?.[0], [
    ["OU", "Sales"],
    ["CN", "J.  Smith"],
  ]);
  assert.deepEqual(values('CN=James \\"Jim\\" Smith\\, III,DC=net'), ['James "Jim" Smith, III', "net"]);
  assert.deepEqual(values("CN=Before\\0dAfter,DC=net"), ["Before\rAfter", "net"]);
  assert.deepEqual(values("1.3.6.1.4.1.1466.0=#04024869"), ["#04024869"]);
  assert.deepEqual(values("CN=Lu\\C4\\8Di\\C4\\87"), ["Lučić"]);
});

test("letters of any alphabet, spaces around and inside, and an empty value are read", () => {
  assert.deepEqual(values("CN=Müller 😀,OU=部門,DC=contoso,DC=lan"), ["Müller 😀", "部門", "contoso", "lan"]);
  assert.deepEqual(values("CN= a b  , DC =lan"), ["a b", "lan"]);
  assert.deepEqual(values("CN=\\ a\\ ,DC=lan"), [" a ", "lan"]);
  assert.deepEqual(values("CN=a\\\\ ,DC=lan"), ["a\\", "lan"]);
  assert.deepEqual(values("CN=,DC=lan"), ["", "lan"]);
  assert.deepEqual(values("CN=x\\0ADEL:1234,CN=Deleted Objects"), ["x\nDEL:1234", "Deleted Objects"]);
  assert.deepEqual(nameOf(""), [], "the root has no name");
});

test("a text that is no name is said to be none, with what was expected and where", () => {
  for (const [text, at, what] of [
    ["contoso.com", 1, /type with an equals sign/u],
    ["CONTOSO\\ada", 1, /type with an equals sign/u],
    ["CN=ada,", 7, /another part/u],
    ["CN=ada+", 7, /another part/u],
    ["CN=ada,,DC=lan", 8, /type with an equals sign/u],
    ["CN=a,1x=b", 6, /type with an equals sign/u],
    ['CN="ada",DC=lan', 4, /value was expected/u],
    ["CN=a<b", 4, /value was expected/u],
    ["CN=a\\", 4, /value was expected/u],
    ["CN=a\\x", 4, /value was expected/u],
    ["CN=\\C3\\28", 4, /value was expected/u],
    ["CN=#0", 4, /value was expected/u],
    ["=a", 1, /type with an equals sign/u],
  ] as const) {
    const wrong = wrongIn(text);
    assert.deepEqual([wrong?.at, nameOf(text)], [at, undefined], text);
    assert.match(wrong?.wrong ?? "", what, text);
  }
});

const type = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,5}$/u);
const value = fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !text.startsWith("#"));
const name: fc.Arbitrary<DistinguishedName> = fc.array(
  fc.array(fc.tuple(type, value), { minLength: 1, maxLength: 3 }),
  { maxLength: 6 },
);

test("whatever stands in a name, it comes back from how it is written", () => {
  fc.assert(
    fc.property(name, (one) => {
      assert.deepEqual(nameOf(writeName(one)), one);
    }),
  );
  assert.deepEqual(nameOf(writeName([[["CN", ' #,+"<>;=\\\0 ']]])), [[["CN", ' #,+"<>;=\\\0 ']]]);
  assert.deepEqual(nameOf(writeName([[["CN", " "]]])), [[["CN", " "]]]);
});

test("no text throws, and what is read of one can be written and read again", () => {
  const signs = fc.string({
    unit: fc.constantFrom("C", "N", "=", ",", "+", ";", "\\", " ", "0", "a", '"', "#"),
  });
  fc.assert(
    fc.property(fc.oneof(signs, fc.string()), (text) => {
      const read = nameOf(text);
      if (read !== undefined && !JSON.stringify(read).includes('"#'))
        assert.deepEqual(nameOf(writeName(read)), read, text);
    }),
    { numRuns: 500 },
  );
});

test("a long text of nothing but backslashes or separators takes no long time", () => {
  const before = performance.now();
  for (const sign of ["\\", ",", "+", "=", "CN=a,", "\\ "]) nameOf(sign.repeat(200_000));
  nameOf(`CN=${"\\".repeat(400_000)} `);
  assert.ok(performance.now() - before < 5000);
});

test("two spellings of one name are the same name", () => {
  assert.equal(textKey("cn=Ada,DC=LAN"), textKey("CN=ada , dc=lan"));
  assert.equal(textKey("OU=a+CN=b"), textKey("CN=b+OU=a"));
  assert.equal(textKey("CN=\\41da"), textKey("CN=Ada"));
  assert.notEqual(textKey("CN=a,CN=b"), textKey("CN=a\\,CN\\=b"));
  assert.equal(textKey("no name"), "no name");
});

test("an entry stands within another, is it, or stands elsewhere", () => {
  const of = (text: string): DistinguishedName => nameOf(text) ?? [];
  assert.ok(isWithin(of("CN=a,OU=b,DC=lan"), of("ou=B,dc=lan")));
  assert.ok(isWithin(of("DC=lan"), of("DC=lan")));
  assert.ok(!isWithin(of("DC=lan"), of("CN=a,DC=lan")));
  assert.ok(!isWithin(of("CN=a,DC=contoso,DC=lan"), of("DC=fabrikam,DC=lan")));
  assert.equal(nameKey([]), "[]");
});

test("a domain's DNS name, and the value of a part by its place", () => {
  assert.equal(dnsOf(nameOf("DC=emea,DC=contoso,DC=lan") ?? []), "emea.contoso.lan");
  for (const text of ["", "CN=a,DC=lan", "DC=a+CN=b"])
    assert.equal(dnsOf(nameOf(text) ?? []), undefined, text);
  const parsed = nameOf("cn=a,CN=b+OU=c") ?? [];
  assert.deepEqual(
    [0, 1, 2].map((place) => valueAt(parsed, place, "CN")),
    ["a", undefined, undefined],
  );
});
