/** What goes with each type that is taken back, and the commands for it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { takenBack } from "../../../../src/setup/directory/takingBack.ts";
import { preparation, takingBackScripts } from "../../../../src/setup/directory/takingBackScript.ts";
import { permissionTypeTables } from "../../../../src/setup/directory/permissionTables.ts";
import type { DocumentedEntry } from "../../../../src/setup/directory/documentedEntry.ts";
import { singlePermissions } from "../../../../src/setup/told/permissionTypes.ts";

/** Each right of some entries, by itself. */
const rightsOf = (entries: readonly DocumentedEntry[]): ReadonlySet<string> =>
  new Set(
    entries.flatMap(({ mask, objectType, appliesTo }) =>
      Array.from({ length: 20 }, (_, at) => 1 << at)
        .filter((bit) => (mask & bit) !== 0)
        .map((bit) => JSON.stringify([bit, objectType, appliesTo])),
    ),
  );

test("what a type takes along, no other of the given types needs; and with all of them all is gone", () => {
  fc.assert(
    fc.property(fc.subarray([...singlePermissions]), (types) => {
      const groups = takenBack(types);
      for (const { types: by, entries } of groups)
        for (const type of types) {
          const needs = rightsOf(permissionTypeTables[type]);
          const isIn = [...rightsOf(entries)].map((right) => needs.has(right));
          assert.ok(by.includes(type) ? isIn.every(Boolean) : !isIn.some(Boolean), `${by.join()} ${type}`);
        }
      assert.deepEqual(
        [...rightsOf(groups.flatMap(({ entries }) => entries))].toSorted(),
        [...rightsOf(types.flatMap((type) => permissionTypeTables[type]))].toSorted(),
      );
    }),
  );
});

test("replicating changes is shared by the two that need it, and stands after what is their own", () => {
  assert.deepEqual(
    takenBack(["BasicRead", "PasswordHashSync"]).map(({ types, entries }) => [types.join(), entries.length]),
    [
      ["BasicRead", 7],
      ["PasswordHashSync", 1],
      ["BasicRead,PasswordHashSync", 1],
    ],
  );
});

const one = (account: string | undefined, domain = "contoso.com") =>
  takingBackScripts(account, [{ domain, types: ["PasswordHashSync"] }]);

test("the commands name the rights by their documented numbers, at the domain's root", () => {
  const [script] = one("CONTOSO\\provAgent01$").scripts;
  assert.ok(script);
  assert.deepEqual(
    script.groups[0]?.commands.split("\n").filter((line) => !line.startsWith("#")),
    [
      "Open-Domain 'LDAP://contoso.com/DC=contoso,DC=com'",
      "Remove-Right 256 '1131f6aa-9c07-11d1-f79f-00c04fc2dcd2' 'None' '00000000-0000-0000-0000-000000000000'",
      "Remove-Right 256 '1131f6ad-9c07-11d1-f79f-00c04fc2dcd2' 'None' '00000000-0000-0000-0000-000000000000'",
    ],
  );
  assert.equal(
    script.everything,
    "dsacls.exe '\\\\contoso.com\\DC=contoso,DC=com' /R 'CONTOSO\\provAgent01$'",
  );
  const [users] = takingBackScripts("a$", [
    { domain: "contoso.com", types: ["UserGroupCreateDelete"] },
  ]).scripts;
  assert.match(
    users?.groups[0]?.commands ?? "",
    /Remove-Right 3 'bf967aba-0de6-11d0-a285-00aa003049e2' 'All'/u,
  );
  assert.match(preparation("CONTOSO\\a$"), /^\$account = 'CONTOSO\\a\$'\n/u);
  assert.match(preparation(undefined), /^\$account = Read-Host/u);
  assert.match(one(undefined).scripts[0]?.everything ?? "", / \/R \$account$/u);
});

test("no command is written with what is no name", () => {
  for (const name of [
    "x'; Remove-Item C:\\ #$",
    "CONTOSO\\a b$",
    "a",
    "\u2019;b$",
    "CON'TOSO\\a$",
    "A\\B\\c$",
    "\u202ea$",
  ])
    assert.deepEqual(one(name), { scripts: [], refused: [name] }, name);
  for (const domain of ["contoso", "contoso.com'", "a.b;Remove-Item", "$(x).com", "a.b\n.c", "DC=x.y"])
    assert.deepEqual(one("a$", domain), { scripts: [], refused: [domain] }, domain);
  assert.equal(one("Z\u00FCrich-1\\a.b-c_d$", "corp.z\u00FCrich.example").refused.length, 0);
});

test("whatever a name holds, every line is one of the forms that are written", () => {
  // Most of all texts are no name: some that may be one, with the signs by which a quotation ends.
  const any = fc.oneof(fc.string({ unit: "binary" }), fc.stringMatching(/^[a-z0-9'"$`;|&() \n-]{1,8}$/u));
  const forms = /^(?:#.*|Open-Domain '[^']*'|Remove-Right \d+ '[\da-f-]{36}' '\w+' '[\da-f-]{36}')$/u;
  fc.assert(
    fc.property(any, any, (account, domain) => {
      for (const name of [account, `${account}$`, undefined])
        for (const { groups, everything } of takingBackScripts(name, [
          { domain, types: ["BasicRead"] },
          { domain: `${domain}.com`, types: ["BasicRead"] },
        ]).scripts) {
          for (const line of groups.flatMap(({ commands }) => commands.split("\n")))
            assert.match(line, forms);
          assert.match(everything, /^dsacls\.exe '[^']*' \/R (?:'[^']*'|\$account)$/u);
        }
    }),
  );
});
