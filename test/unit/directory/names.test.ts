/** An entered value never changes what a filter or a name is: in its structure it is one value, and it arrives as it was. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BerWriter } from "ldapts";
import * as v from "valibot";
import { baseOf, filterOf, nameValue } from "../../../src/directory/names.ts";
import { directorySearch, type DirectoryFilter } from "../../../src/setup/operations/directory.ts";
import { anyText } from "../../anyText.ts";

const signs = fc.string({
  unit: fc.constantFrom(...Array.from('()*\\&|!=~<>:;,+"# \0\n/aZ0\u00e4\u65e5\u{1f511}\ud800\u202e')),
  maxLength: 30,
});
const value = fc.oneof(
  signs,
  anyText({ maxLength: 60 }),
  fc.constantFrom("*)(objectClass=*", "x)(|(a=b", "\\2a", ""),
);
const attribute = fc.constantFrom("sAMAccountName", "cn", "msDS-SupportedEncryptionTypes");

const leaf: fc.Arbitrary<DirectoryFilter> = fc.oneof(
  fc.record({ op: fc.constant("present" as const), attribute }),
  fc.record({ op: fc.constant("equals" as const), attribute, value }),
  fc.record({ op: fc.constant("begins" as const), attribute, value: value.filter((one) => one !== "") }),
  fc.record({
    op: fc.constant("equalsBytes" as const),
    attribute,
    bytes: fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString("base64")),
  }),
  fc.record({ op: fc.constant("bits" as const), attribute, bits: fc.integer({ min: 1, max: 0x7fffffff }) }),
  fc.record({ op: fc.constant("inChain" as const), attribute, dn: value }),
);
const anyFilter: fc.Arbitrary<DirectoryFilter> = fc.letrec<{ filter: DirectoryFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({
      op: fc.constantFrom("and" as const, "or" as const),
      of: fc.array(tie("filter"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ op: fc.constant("not" as const), of: tie("filter") }),
  ),
})).filter;

/** Half of a pair is no text: on the wire it is what every encoder makes of it. */
const wire = (text: string): string => Buffer.from(text, "utf8").toString("utf8");

/** The elements of BER in these bytes: tag and content (X.690 8.1). */
const elements = (bytes: Buffer): [number, Buffer][] => {
  const found: [number, Buffer][] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at] ?? 0;
    const short = bytes[at + 1] ?? 0;
    const more = short < 0x80 ? 0 : short & 0x7f;
    const length = more === 0 ? short : bytes.readUIntBE(at + 2, more);
    const from = at + 2 + more;
    found.push([tag, bytes.subarray(from, from + length)]);
    at = from + length;
  }
  return found;
};

/** What arrives, by the tags of RFC 4511 4.5.1.7. */
const arrived = ([tag, content]: [number, Buffer]): unknown => {
  const texts = () => elements(content).map(([, inner]) => inner.toString("hex"));
  switch (tag) {
    case 0xa0:
      return ["and", ...elements(content).map(arrived)];
    case 0xa1:
      return ["or", ...elements(content).map(arrived)];
    case 0xa2:
      return ["not", ...elements(content).map(arrived)];
    case 0x87:
      return ["present", content.toString("hex")];
    case 0xa3:
      return ["equals", ...texts()];
    case 0xa4: {
      const [name, parts] = elements(content);
      const values = elements(parts?.[1] ?? Buffer.alloc(0));
      return ["begins", name?.[1].toString("hex"), ...values.map(([of, held]) => [of, held.toString("hex")])];
    }
    case 0xa9:
      return ["rule", ...texts()];
    default:
      return tag;
  }
};
const hex = (text: string): string => Buffer.from(text, "utf8").toString("hex");
const meant = (data: DirectoryFilter): unknown => {
  switch (data.op) {
    case "and":
    case "or":
      return [data.op, ...data.of.map(meant)];
    case "not":
      return ["not", meant(data.of)];
    case "present":
      return ["present", hex(data.attribute)];
    case "equals":
      return ["equals", hex(data.attribute), hex(data.value)];
    case "begins":
      return ["begins", hex(data.attribute), [0x80, hex(data.value)]];
    case "equalsBytes":
      return ["equals", hex(data.attribute), Buffer.from(data.bytes, "base64").toString("hex")];
    case "bits":
      return ["rule", hex("1.2.840.113556.1.4.803"), hex(data.attribute), hex(String(data.bits))];
    case "inChain":
      return ["rule", hex("1.2.840.113556.1.4.1941"), hex(data.attribute), hex(data.dn)];
  }
};

test("whatever a filter's values hold, the directory is sent the same filter with the same values", () => {
  fc.assert(
    fc.property(anyFilter, (data) => {
      const writer = new BerWriter();
      filterOf(data).write(writer);
      assert.deepEqual(elements(writer.buffer).map(arrived), [meant(data)]);
    }),
    { numRuns: 500 },
  );
});

/** The names of a distinguished name, read by RFC 4514 2.4 alone. */
const namesIn = (dn: string): [string, string][] => {
  const names: [string, string][] = [];
  const bytes = Buffer.from(dn, "utf8");
  let type = "";
  let held: number[] = [];
  let isValue = false;
  const end = () => {
    names.push([type, Buffer.from(held).toString("utf8")]);
    [type, held, isValue] = ["", [], false];
  };
  for (let at = 0; at < bytes.length; at += 1) {
    const one = bytes[at] ?? 0;
    const sign = String.fromCharCode(one);
    if (!isValue) {
      if (sign === "=") isValue = true;
      else type += sign;
    } else if (sign === "\\") {
      held.push(Number.parseInt(bytes.subarray(at + 1, at + 3).toString(), 16));
      at += 2;
    } else if (sign === "," || sign === "+") end();
    else {
      assert.ok(!'";<>'.includes(sign), `${sign} stands bare`);
      held.push(one);
    }
  }
  end();
  return names;
};
const root = { domain: "DC=contoso,DC=lan", configuration: "", schema: "", forest: "", dnsHostName: "" };

test("whatever a name's values hold, it is that many names with those values below the naming context", () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), (values) => {
      const below = values.map((one): [string, string] => ["CN", one]);
      assert.deepEqual(namesIn(baseOf({ of: "domain", below }, root)), [
        ...values.map((one) => ["CN", wire(one)]),
        ["DC", "contoso"],
        ["DC", "lan"],
      ]);
    }),
    { numRuns: 500 },
  );
  assert.equal(nameValue(" #a "), "\\20\\23a\\20");
});

test("what a filter can be is what a directory can be asked: names of attributes are names, and something begins with something", () => {
  const search = (filter: unknown) =>
    v.is(directorySearch, {
      ...{ base: { of: "rootDse" }, scope: "base", filter, text: [], bytes: [], descriptor: false },
      ...{ pageSize: 1, most: 1, timeoutMs: 1 },
    });
  assert.ok(search({ op: "present", attribute: "cn" }));
  for (const wrong of ["cn)(a", "", "cn;range=0-1", "1.2.840", "c n", "cn*"])
    assert.ok(!search({ op: "present", attribute: wrong }), wrong);
  assert.ok(!search({ op: "begins", attribute: "cn", value: "" }));
  assert.ok(!search({ op: "and", of: [] }));
  assert.ok(!search({ op: "bits", attribute: "cn", bits: 0 }));
});
