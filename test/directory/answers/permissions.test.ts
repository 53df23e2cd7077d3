/** Descriptors are decoded as Samba's own programs print them, and beside Microsoft's table an account has what it was really given. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { comparePermissions } from "../../../src/setup/directory/comparePermissions.ts";
import { groupsQuestion } from "../../../src/setup/directory/computers.ts";
import { sayEntry } from "../../../src/setup/directory/documentedEntry.ts";
import { bytesIn } from "../../../src/setup/directory/entries.ts";
import { customAccountTable } from "../../../src/setup/directory/permissionTables.ts";
import { ofEntry, type DirectoryQuestion } from "../../../src/setup/directory/question.ts";
import { rootPermissionsQuestion } from "../../../src/setup/directory/rootPermissions.ts";
import { baseAt, entrySearch } from "../../../src/setup/directory/searches.ts";
import { readDescriptor } from "../../../src/setup/directory/securityDescriptor.ts";
import type { Fact } from "../../../src/setup/values/fact.ts";
import { askedDomain, value, type AskedDomain } from "../asking/product.ts";
import { shownDescriptor, sidOfEntry } from "../asking/samba.ts";
import { descriptorShown } from "../asking/shownDescriptors.ts";
import { changed } from "../support/ldif.ts";
import { groupDn } from "../support/people.ts";
import { serviceAccountDn } from "../support/serviceAccounts.ts";

let fabrikam: AskedDomain;
before(async () => {
  fabrikam = await askedDomain("fabrikam");
});
after(() => fabrikam.stop());

/** Permissions in Samba's own letters are put before those that an entry has. */
const give = (dn: string, ...entries: readonly string[]): Promise<string> =>
  fabrikam.domain.sambaTool("dsacl", "set", `--objectdn=${dn}`, `--sddl=${entries.join("")}`);
const take = (dn: string, ...entries: readonly string[]): Promise<string> =>
  fabrikam.domain.sambaTool("dsacl", "delete", `--objectdn=${dn}`, `--sddl=${entries.join("")}`);

/** The descriptor of an entry, or of one of its attributes, as the product reads it. */
const descriptorQuestion = (dn: string, attribute: string): DirectoryQuestion<Fact<string>> => ({
  searches: [
    entrySearch(
      baseAt(dn),
      attribute === "nTSecurityDescriptor" ? { descriptor: true } : { bytes: [attribute] },
    ),
  ],
  read: ([answer]) => ofEntry(answer, (entry) => bytesIn(entry, attribute)[0]),
});

test("every part of a descriptor is read as Samba prints it: from below and above, allowed and denied, of one class or all", async () => {
  const { domain, ask } = fabrikam;
  const { plain, deep } = domain.accounts;
  const sid = await sidOfEntry(domain, deep.dn);
  await give(
    plain.dn,
    `(D;;WD;;;${sid})`,
    `(OD;CIIO;CR;00299570-246d-11d0-a768-00aa006e0529;bf967aba-0de6-11d0-a285-00aa003049e2;${sid})`,
    `(OA;NPCI;RPWP;;bf967a9c-0de6-11d0-a285-00aa003049e2;${sid})`,
    `(XA;;RP;;;${sid};(Member_of {SID(${sid})}))`,
  );
  // Nothing comes to it from above.
  const closed = groupDn(domain, "Level 02");
  await domain.change(changed(closed, "replace", { nTSecurityDescriptor: "O:DAG:DAD:P(A;;RPWP;;;DA)" }));
  const kinds = new Set<string>();
  for (const [dn, attribute] of [
    [domain.baseDn, "nTSecurityDescriptor"],
    [plain.dn, "nTSecurityDescriptor"],
    [closed, "nTSecurityDescriptor"],
    [`OU=Domain Controllers,${domain.baseDn}`, "nTSecurityDescriptor"],
    [`CN=AdminSDHolder,CN=System,${domain.baseDn}`, "nTSecurityDescriptor"],
    [`CN=Managed Service Accounts,${domain.baseDn}`, "nTSecurityDescriptor"],
    [serviceAccountDn(domain, "agent"), "nTSecurityDescriptor"],
    [serviceAccountDn(domain, "agent"), "msDS-GroupMSAMembership"],
  ] as const) {
    const read = value(readDescriptor(value(await ask(descriptorQuestion(dn, attribute)))));
    const printed = await shownDescriptor(domain, dn, attribute);
    assert.deepEqual(read, descriptorShown(printed), `${dn} ${attribute}`);
    for (const ace of read.dacl ?? [])
      kinds.add(
        [ace.kind, ace.objectType !== null && "type", ace.inheritedObjectType !== null && "class"]
          .concat([
            ace.inherited && "inherited",
            ace.conditional && "conditional",
            read.isProtected && "protected",
          ])
          .filter((one) => one !== false)
          .join(" "),
      );
  }
  for (const kind of [
    "allow",
    "deny",
    "deny type class",
    "allow class",
    "allow conditional",
    "allow class inherited",
    "allow protected",
  ])
    assert.ok(kinds.has(kind), `${kind} in ${[...kinds].join(", ")}`);
});

/** Identifiers of classes, as Microsoft's schema reference has them. */
const classes = {
  device: "bf967a8e-0de6-11d0-a285-00aa003049e2",
  inetOrgPerson: "4828cc14-1437-45bc-9b07-ad6f015e5f28",
  computer: "bf967a86-0de6-11d0-a285-00aa003049e2",
  foreignSecurityPrincipal: "89e31c12-8530-11d0-afda-00c04fd930c9",
  group: "bf967a9c-0de6-11d0-a285-00aa003049e2",
  user: "bf967aba-0de6-11d0-a285-00aa003049e2",
  contact: "5cb41ed0-0e4c-11d0-a286-00aa003049e2",
} as const;
const readsAll = (of: keyof typeof classes, sid: string) => `(OA;CIIO;RP;;${classes[of]};${sid})`;

test("a custom account beside the documented eight entries: all, one missing, one denied, one through a group, one too many", async () => {
  const { domain, ask } = fabrikam;
  const dn = serviceAccountDn(domain, "custom");
  const sid = await sidOfEntry(domain, dn);
  const compared = async () => {
    const { dacl } = value(await ask(rootPermissionsQuestion));
    const groups = value(await ask(groupsQuestion(dn)));
    const { held, excess } = comparePermissions(dacl, { sid, groups }, customAccountTable);
    return {
      states: held.map(({ state }) => state),
      other: held.filter(({ state }) => state !== "present").map(({ entry }) => sayEntry(entry)),
      givers: [...new Set(held.flatMap(({ by }) => by.map((one) => one.sid)))],
      excess: excess.map(({ rights }) => rights),
    };
  };
  const eight = [
    ...(["device", "inetOrgPerson", "computer", "foreignSecurityPrincipal", "user", "contact"] as const).map(
      (name) => readsAll(name, sid),
    ),
    `(OA;CIIO;GA;;${classes.group};${sid})`,
    `(OA;CI;CCDC;${classes.user};;${sid})`,
  ];
  const none = await compared();
  assert.ok(!none.states.includes("present") || none.givers.length > 0);
  assert.ok(!none.givers.includes(sid));
  await give(domain.baseDn, ...eight);
  const all = await compared();
  assert.deepEqual([all.other, all.excess], [[], []]);
  assert.equal(all.states.length, 8);

  await take(domain.baseDn, readsAll("device", sid));
  assert.deepEqual((await compared()).other, ["Read all properties: descendant device objects"]);

  const group = groupDn(domain, "gMSA Hosts");
  const through = await sidOfEntry(domain, group);
  await domain.change(changed(group, "add", { member: dn }));
  await give(domain.baseDn, readsAll("device", through), `(OA;CIIO;WP;;${classes.computer};${through})`);
  const byGroup = await compared();
  assert.deepEqual([byGroup.other, byGroup.excess], [[], [["writeProperty"]]]);
  assert.ok(byGroup.givers.includes(through));

  await give(domain.baseDn, `(OD;CIIO;RP;;${classes.contact};${sid})`);
  const denied = await compared();
  assert.deepEqual(denied.other, ["Read all properties: descendant contact objects"]);
  assert.ok(denied.states.includes("denied"));
});
