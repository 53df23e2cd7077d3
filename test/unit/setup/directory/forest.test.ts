/** The forest and its domain, of what a real controller answered and of what none would. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { forestQuestion, ownDomain } from "../../../../src/setup/directory/forest.ts";
import { readAnswers, type SearchAnswer } from "../../../../src/setup/directory/question.ts";
import { valueOf } from "../../../../src/setup/values/fact.ts";
import {
  boundWith,
  entry,
  failedWith,
  foundOf,
  readRecorded,
} from "../../support/recordedDirectory/recorded.ts";

test("of a real domain: names, levels, schema, the controller's site and clock, and the other domains", () => {
  const forest = readRecorded(forestQuestion, "forest");
  assert.deepEqual(forest.rootDse, {
    value: {
      domain: "DC=contoso,DC=lan",
      configuration: "CN=Configuration,DC=contoso,DC=lan",
      schema: "CN=Schema,CN=Configuration,DC=contoso,DC=lan",
      forestRoot: "DC=contoso,DC=lan",
      domainLevel: 7,
      forestLevel: 7,
      controllerLevel: 7,
      controller: "DC1.contoso.lan",
      site: "Default-First-Site-Name",
      clock: valueOf(forest.rootDse)?.clock,
      isCatalog: true,
    },
  });
  assert.match(valueOf(forest.rootDse)?.clock ?? "", /^2026-11-30T18:2/u);
  assert.deepEqual([forest.schemaVersion, forest.externalIdInSchema], [{ value: 88 }, { value: true }]);
  assert.deepEqual(
    valueOf(forest.domains)?.map(({ name, netbiosName, standing }) => [name, netbiosName, standing]),
    [
      ["emea.contoso.lan", "EMEA", "child"],
      ["fabrikam.lan", "FABRIKAM", "tree"],
      ["contoso.lan", "CONTOSO", "root"],
    ],
  );
  assert.deepEqual(forest.trusts, { value: [] });
  assert.equal(valueOf(ownDomain(forest))?.netbiosName, "CONTOSO");
});

const root = entry("", {
  defaultNamingContext: ["DC=Emea,DC=contoso,DC=lan"],
  configurationNamingContext: ["CN=Configuration,DC=contoso,DC=lan"],
  schemaNamingContext: ["CN=Schema,CN=Configuration,DC=contoso,DC=lan"],
  rootDomainNamingContext: ["DC=contoso,DC=lan"],
});
const read = (...answers: SearchAnswer[]) => readAnswers(forestQuestion, boundWith(answers));

test("a schema without the attribute is told from one that could not be asked", () => {
  const of = (answer: SearchAnswer) => read(foundOf([root]), foundOf([]), answer).externalIdInSchema;
  assert.deepEqual(of(failedWith({ code: 32 })), { value: false });
  assert.ok("unread" in of(failedWith({ code: 50 })));
});

test("trusts have their direction, and one of which less is known is there all the same", () => {
  const trusts = foundOf([
    entry("CN=b", {
      trustPartner: ["fabrikam.com"],
      flatName: ["FAB"],
      trustDirection: ["3"],
      trustAttributes: ["8"],
    }),
    entry("CN=c", { trustPartner: ["emea.contoso.lan"], trustDirection: ["9"], trustAttributes: ["32"] }),
    entry("CN=d", { flatName: ["NONAME"] }),
  ]);
  const none = failedWith({ code: 51 });
  assert.deepEqual(read(none, none, none, none, trusts).trusts, {
    value: [
      {
        partner: "fabrikam.com",
        netbiosName: "FAB",
        direction: "both",
        withinForest: false,
        ofForests: true,
      },
      {
        partner: "emea.contoso.lan",
        netbiosName: undefined,
        direction: undefined,
        withinForest: true,
        ofForests: false,
      },
    ],
  });
});

test("a domain is found in whatever capitals, by its entry's name where it has no other, and left out where it has none", () => {
  const partitions = foundOf([
    entry("CN=x", { nCName: ["dc=emea,dc=CONTOSO,dc=lan"], trustParent: ["CN=y"] }),
    entry("CN=y", { nCName: ["no name"] }),
    entry("CN=z", {}),
  ]);
  const forest = read(foundOf([root]), foundOf([]), foundOf([]), partitions);
  assert.deepEqual(
    valueOf(forest.domains)?.map(({ name }) => name),
    ["emea.CONTOSO.lan"],
  );
  assert.equal(valueOf(ownDomain(forest))?.standing, "child");
  assert.ok("unread" in ownDomain({ ...forest, rootDse: { unread: "x" } }));
  assert.ok("unread" in ownDomain({ ...forest, domains: { unread: "x" } }));
  assert.ok("unread" in ownDomain({ ...forest, domains: { value: [] } }));
});

test("a root without the names of its contexts is unread, and with nothing but these is not", () => {
  assert.ok("unread" in read(foundOf([entry("")])).rootDse);
  assert.equal(valueOf(read(foundOf([root])).rootDse)?.site, undefined);
  assert.ok("unread" in read(foundOf([root]), foundOf([entry("x")])).schemaVersion);
});
