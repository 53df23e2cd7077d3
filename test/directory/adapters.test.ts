/** One suite for both ways to ask a directory: over the same domain they give the same answers, and the same failures. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { after, before, describe, test } from "node:test";
import * as v from "valibot";
import { signIn } from "../../lab/directory/accounts.ts";
import { makeAuthority } from "../../lab/directory/authority.ts";
import { Directory } from "../../lab/directory/directory.ts";
import { entriesOf } from "../../lab/directory/domain.ts";
import { startDirectory, type DirectoryServer } from "../../lab/directory/server.ts";
import { manyReferences } from "../../lab/directory/way.ts";
import {
  getDirectoryEntries,
  setDirectoryValue,
  type DirectoryAnswer,
  type DirectoryFilter,
  type DirectorySearch,
  type DirectoryTarget,
} from "../../src/setup/operations/directory.ts";
import type { Credential } from "../../src/setup/operations/operation.ts";
import type { PortEvent } from "../../src/setup/ports.ts";
import { resultOf } from "../../src/setup/result.ts";
import { domain as described, password as labPassword } from "../unit/support/directory.ts";
import { until } from "../until.ts";
import { domain, type Domain } from "./support/domain.ts";
import { computerDn, refusals } from "./support/people.ts";
import { anything, bound, failure, found, named, rootDse, search, target, told } from "./asking/questions.ts";
import { handsTo, standing, type Standing } from "./asking/standing.ts";
import { views, type Views } from "./asking/views.ts";

const ways = ["server", "vsCode"] as const;
type Way = (typeof ways)[number];

let contoso: Domain;
let asked: Views;
/** The lab's own directory, for what Samba does not do, at an address of its own. */
let lab: DirectoryServer;
let labAt: Standing;
let others: Record<"stranger" | "otherName" | "expired" | "resets" | "listens" | "nobody", Standing>;
const heard: Buffer[] = [];
const started: DirectoryServer[] = [];

const labUser = { user: "CONTOSO\\ada", password: labPassword };
const labPasswords = { "CN=ada,CN=Users,DC=contoso,DC=com": labPassword };
const manyMembers = 3500;

before(async () => {
  contoso = await domain("contoso");
  const authority = makeAuthority("Contoso");
  const unknown = makeAuthority("Nobody");
  const members = Array.from({ length: manyMembers }, (_, at) => `member${at}`);
  const content = new Directory(
    entriesOf({
      ...described,
      users: [...described.users, ...members.map((name) => ({ name, groups: ["Many"] }))],
      groups: [...(described.groups ?? []), { name: "Many" }],
    }),
  );
  const labBy = async (certificate: { key: string; cert: string }) => {
    const server = await startDirectory({
      directory: content,
      signIn: (name, entered) => signIn(content, labPasswords, name, entered, new Date()),
      netBios: "CONTOSO",
      certificate,
    });
    started.push(server);
    return server;
  };
  // An address is known only when something stands there: its certificate is made afterwards.
  const labOf = async (make: (address: string) => { key: string; cert: string }) => {
    const ports = { ldap: 0, ldaps: 0 };
    const forwards = (name: "ldap" | "ldaps") => (socket: Socket) => {
      handsTo(ports[name])(socket);
    };
    const place = await standing({ 389: forwards("ldap"), 636: forwards("ldaps") });
    const server = await labBy(make(place.address));
    Object.assign(ports, server.ports);
    return { place, server };
  };
  const good = await labOf((address) => authority.issue([address]));
  [labAt, lab] = [good.place, good.server];
  const year = 365 * 24 * 3_600_000;
  const expiredWhen = { notBefore: new Date(Date.now() - 2 * year), notAfter: new Date(Date.now() - year) };
  others = {
    stranger: (await labOf((address) => unknown.issue([address]))).place,
    otherName: (await labOf(() => authority.issue(["dc9.contoso.com"]))).place,
    expired: (await labOf((address) => authority.issue([address], expiredWhen))).place,
    resets: await standing({
      389: (socket) => socket.resetAndDestroy(),
      636: (socket) => socket.resetAndDestroy(),
    }),
    listens: await standing({
      // It hears everything, refuses TLS, and speaks LDAP otherwise: "StartTLS is not there" (RFC 4511 4.14.2).
      389: (socket) => {
        socket.on("data", (bytes: Buffer) => {
          heard.push(bytes);
          const refusal = Buffer.from([0x30, 12, 2, 1, bytes[4] ?? 1, 0x78, 7, 10, 1, 2, 4, 0, 4, 0]);
          const found = Buffer.from([0x30, 12, 2, 1, bytes[4] ?? 1, 0x65, 7, 10, 1, 0, 4, 0, 4, 0]);
          socket.write(bytes[5] === 0x63 ? found : refusal);
        });
      },
      636: (socket) => socket.on("data", (bytes: Buffer) => heard.push(bytes)),
    }),
    nobody: await standing({}),
  };
  const [{ address }] = contoso.controllers;
  asked = await views({
    authorities: [await readFile(contoso.ca, "utf8"), authority.cert],
    dns: address,
    hosts: [
      ...contoso.controllers.flatMap((one) => [one.address, one.name]),
      ...[labAt, ...Object.values(others)].map((one) => one.address),
    ],
    identity: { user: contoso.accounts.administrator.upn, password: contoso.accounts.administrator.password },
  });
});
after(async () => {
  await asked.stop();
  await Promise.all([...started, labAt, ...Object.values(others), contoso].map((one) => one.stop()));
});

const ask = async (
  way: Way,
  to: DirectoryTarget,
  searches: readonly DirectorySearch[],
  account: Credential,
): Promise<DirectoryAnswer> => {
  const given = await asked[way].run(
    getDirectoryEntries,
    { target: to, searches: [...searches] },
    { secrets: { account: [account] } },
  );
  return resultOf(getDirectoryEntries, given);
};
const administrator = (): Credential => ({
  user: contoso.accounts.administrator.upn,
  password: contoso.accounts.administrator.password,
});
const first = (): string => contoso.controllers[0].address;

/** Asks both ways, and holds one answer to the other. */
const both = async (
  to: DirectoryTarget,
  searches: readonly DirectorySearch[],
  account: Credential = administrator(),
): Promise<DirectoryAnswer> => {
  const [server, vsCode] = [
    await ask("server", to, searches, account),
    await ask("vsCode", to, searches, account),
  ];
  assert.deepEqual(told(server), told(vsCode));
  return server;
};
describe("a real domain", () => {
  test("who asks is told, and which controller answered, over LDAPS and StartTLS, by name and without one", async () => {
    for (const security of ["ldaps", "startTls"] as const)
      for (const controller of [first(), contoso.controllers[0].name, null]) {
        for (const way of ways) {
          const { bind } = bound(await ask(way, target(controller, { security }), [], administrator()));
          assert.deepEqual([bind.view, bind.security], [way, security]);
          assert.equal(bind.computer, way === "server" ? "SYNC01" : "HERE");
          assert.match(bind.controller, /^dc[12]\.contoso\.lan$/iu);
          assert.ok(bind.bindMs >= 0 && bind.bindMs < 10_000);
        }
      }
    const { entries } = found(await both(target(first()), [rootDse]));
    assert.deepEqual(
      [
        entries.length,
        entries[0]?.text.defaultNamingContext,
        entries[0]?.text.supportedLDAPVersion?.includes("3"),
      ],
      [1, [contoso.baseDn], true],
    );
  });

  test("the global catalog is asked at its own port", async () => {
    const { entries } = found(await both(target(first(), { catalog: true }), [search(named("plain.user"))]));
    assert.equal(entries.length, 1);
  });

  test("a thousand users come in pages, no more than the most, and as ldapsearch has them", async () => {
    const users: DirectoryFilter = {
      op: "and",
      of: [
        { op: "equals", attribute: "objectCategory", value: "person" },
        { op: "begins", attribute: "sAMAccountName", value: "user0" },
      ],
    };
    const answer = await both(target(first()), [
      search(users, { text: ["sAMAccountName"], bytes: ["objectSid"] }),
      search(users, { most: 1000 }),
      search(users, { most: 999, pageSize: 100 }),
      search(users, { most: 1, pageSize: 1 }),
    ]);
    const real = await contoso.ldapsearch(
      ...["-b", contoso.baseDn, "-E", "pr=250/noprompt"],
      ...["(&(objectCategory=person)(sAMAccountName=user0*))", "sAMAccountName"],
    );
    assert.deepEqual(
      found(answer)
        .entries.map(({ dn, text }) => `${dn} ${text.sAMAccountName?.[0] ?? ""}`)
        .sort(),
      real.map(({ dn, values }) => `${dn} ${values.sAMAccountName?.[0] ?? ""}`).sort(),
    );
    assert.deepEqual(
      [0, 1, 2, 3].map((at) => [found(answer, at).entries.length, found(answer, at).more]),
      [
        [1000, false],
        [1000, false],
        [999, true],
        [1, true],
      ],
    );
    // Other parts of the domain are named and not asked.
    assert.ok(found(answer).referrals.some((one) => one.includes("CN=Configuration")));
    for (const { bytes } of found(answer).entries)
      assert.equal(Buffer.from(bytes.objectSid?.[0] ?? "", "base64")[0], 1, "the revision of a SID");
  });

  test("bytes, descriptors and the names of entries arrive as they are", async () => {
    const { unicode } = contoso.accounts;
    const { entries } = found(
      await both(target(first()), [
        search(named(unicode.name), { text: ["displayName"], bytes: ["objectGUID"], descriptor: true }),
      ]),
    );
    const [entry] = entries;
    assert.deepEqual(
      [entries.length, entry?.dn, entry?.text.displayName],
      [1, unicode.dn, ["Jürgen Müller (東京)"]],
    );
    assert.equal(Buffer.from(entry?.bytes.objectGUID?.[0] ?? "", "base64").length, 16);
    const descriptor = Buffer.from(entry?.bytes.nTSecurityDescriptor?.[0] ?? "", "base64");
    // Revision 1, self-relative, with a list of who may what and without that for audits ([MS-DTYP] 2.4.6).
    assert.deepEqual(
      [descriptor[0], descriptor.readUInt16LE(2) & 0x8014, descriptor.readUInt32LE(12)],
      [1, 0x8004, 0],
    );
  });

  test("what is asked for by one name and comes by another case has the name that was asked for", async () => {
    const { entries } = found(
      await both(target(first()), [search(named("plain.user"), { text: ["SAMACCOUNTNAME"] })]),
    );
    assert.deepEqual(entries[0]?.text, { SAMACCOUNTNAME: ["plain.user"] });
  });

  test("a value with the signs of a filter is a value: it finds what is called so, and nobody else", async () => {
    const hostile = [
      "*",
      "plain.user)(objectClass=*",
      "plain*",
      "\\2a",
      "(",
      ")",
      "a\0b",
      "|",
      "&(a=b)",
      "!",
      "=",
      "\u{1f511}",
      "",
    ];
    const answer = await both(
      target(first()),
      hostile.map((value) => search(named(value))),
    );
    hostile.forEach((value, at) => {
      const one = bound(answer).answers[at];
      assert.deepEqual(one?.outcome === "found" && one.entries, [], value);
    });
    const names = ["a,b", 'a"b', "a+b", " a ", "#a", "a\\b", "a=b;c", "a\nb"];
    const none = await both(
      target(first()),
      names.map((value) =>
        search(anything, { base: { of: "domain", below: [["CN", value]] }, scope: "base" }),
      ),
    );
    assert.deepEqual(
      bound(none).answers.map((one) => one.outcome === "failed" && [one.stage, one.code]),
      names.map(() => ["search", 32]),
    );
  });

  test("one search that fails leaves the others as they are", async () => {
    const nowhere = search(anything, {
      base: { of: "dn", dn: "CN=nobody,DC=contoso,DC=lan" },
      scope: "base",
    });
    const { answers } = bound(await both(target(first()), [nowhere, rootDse]));
    assert.deepEqual(
      answers.map((one) => one.outcome),
      ["failed", "found"],
    );
  });

  test("each state of an account is told by Active Directory's own number, with the same words", async () => {
    for (const [name, data] of Object.entries(refusals)) {
      const { upn, password } = contoso.accounts[name as keyof typeof refusals];
      const failed = failure(await both(target(first()), [], { user: upn, password }));
      assert.deepEqual(
        [failed.stage, failed.reason, failed.code, failed.data],
        ["bind", "answered", 49, data],
        name,
      );
      assert.match(failed.message, new RegExp(`data ${data}`, "u"));
    }
    const { upn, dn, name, password } = contoso.accounts.plain;
    for (const user of [upn, dn, `CONTOSO\\${name}`]) {
      bound(await both(target(first()), [], { user, password }));
      assert.equal(failure(await both(target(first()), [], { user, password: "wrong" })).data, "52e", user);
    }
  });

  test("a value is changed where it is what was seen, and taken back by the call that is told", async () => {
    const dn = computerDn(contoso, "SYNC03");
    const attribute = "msDS-SupportedEncryptionTypes";
    const now = async () =>
      (await contoso.ldapsearch("-b", dn, "-s", "base", attribute))[0]?.values[attribute]?.[0] ?? null;
    const args = { target: target(first()), dn, attribute, was: "4", value: "28" } as const;
    const set = async (more: object, whatIf = false) => {
      const events: PortEvent[] = [];
      const given = await asked.server.run(
        setDirectoryValue,
        v.parse(setDirectoryValue.args, { ...args, ...more }),
        {
          whatIf,
          onEvent: (event) => events.push(event),
        },
      );
      const changes = events.flatMap((event) => (event.kind === "change" ? [event.change] : []));
      return { outcome: whatIf ? "listed" : resultOf(setDirectoryValue, given), changes };
    };
    assert.equal(await now(), "4");
    const listed = await set({}, true);
    assert.equal(await now(), "4", "what is listed is not made");
    const made = await set({});
    assert.equal(await now(), "28");
    assert.deepEqual(listed.changes, made.changes);
    const [change] = made.changes;
    assert.deepEqual(
      [change?.on, change?.before, change?.after, change?.undo?.port],
      [{ port: "directory", domain: "contoso.lan" }, "4", "28", "directory"],
    );
    assert.deepEqual((await set({})).changes, [], "a second time there is nothing to change");
    const differs = await set({ was: "24", value: "8" });
    assert.ok(typeof differs.outcome === "object" && differs.outcome.outcome === "differs");
    assert.deepEqual([differs.outcome.now, differs.changes, await now()], ["28", [], "28"]);
    await set(change?.undo?.args ?? {});
    assert.equal(await now(), "4");
    await set({ was: "4", value: null });
    assert.equal(await now(), null);
    await set({ was: null, value: "4" });
    assert.equal(await now(), "4");
    const refused = resultOf(setDirectoryValue, await asked.vsCode.run(setDirectoryValue, args));
    assert.ok(refused.outcome === "failed" && refused.reason === "notPossible");
    assert.equal(await now(), "4");
  });
});

describe("a directory that is not as it should be", () => {
  after(() => {
    lab.turn({});
  });
  const labTarget = (more: Partial<DirectoryTarget> = {}) =>
    target(labAt.address, { domain: "contoso.com", ...more });

  test("100 binds in a row leave no connection open", async () => {
    for (const way of ways)
      for (let turn = 0; turn < 100; turn += 1) bound(await ask(way, labTarget(), [], labUser));
    failure(await ask("server", labTarget(), [], { ...labUser, password: "wrong" }));
    failure(await ask("vsCode", labTarget(), [], { ...labUser, password: "wrong" }));
    await until(() => lab.open() === 0);
  });

  test("a list that comes in parts is read to its end", async () => {
    const { entries } = found(
      await both(labTarget(), [search(named("Many"), { text: ["member"] })], labUser),
    );
    assert.equal(new Set(entries[0]?.text.member).size, manyMembers);
  });

  test("10,000 continuation references are told and not followed", async () => {
    lab.turn(manyReferences(10_000));
    const { referrals } = found(await both(labTarget(), [search(named("ada"))], labUser));
    lab.turn({});
    assert.ok(referrals.length >= 10_000);
  });

  test("a certificate that is not accepted is shown, and nothing is sent: unknown authority, other name, expired", async () => {
    for (const [place, issuer, name] of [
      [others.stranger, "Nobody", others.stranger.address],
      [others.otherName, "Contoso", "dc9.contoso.com"],
      [others.expired, "Contoso", others.expired.address],
    ] as const)
      for (const security of ["ldaps", "startTls"] as const) {
        const [server, vsCode] = await Promise.all(
          ways.map(async (way) => failure(await ask(way, target(place.address, { security }), [], labUser))),
        );
        for (const one of [server, vsCode])
          assert.deepEqual(
            [one?.stage, one?.reason, one?.certificate?.names],
            ["secure", "certificate", [name]],
          );
        assert.deepEqual(server?.certificate, vsCode?.certificate);
        assert.ok(server?.certificate?.issuer.includes(`O=${issuer}`), JSON.stringify(server));
        assert.equal(Date.parse(server?.certificate?.notAfter ?? "") < Date.now(), place === others.expired);
      }
  });

  test("a password goes within TLS or not at all", async () => {
    heard.length = 0;
    const secret = { user: "CONTOSO\\ada", password: "Never-In-The-Clear-5" };
    for (const security of ["startTls", "ldaps", "negotiate"] as const)
      for (const way of ways)
        failure(await ask(way, target(others.listens.address, { security, timeoutMs: 1500 }), [], secret));
    const all = Buffer.concat(heard);
    assert.ok(all.length > 0);
    for (const text of ["Never-In-The-Clear-5", "ada"])
      for (const encoding of ["utf8", "utf16le"] as const)
        assert.ok(!all.includes(Buffer.from(text, encoding)), text);
  });

  test("one that never answers, resets or is not there is told as such, within the time", async () => {
    lab.turn({ silent: true });
    for (const security of ["ldaps", "startTls"] as const)
      for (const way of ways) {
        const from = performance.now();
        const failed = failure(await ask(way, labTarget({ security, timeoutMs: 1000 }), [], labUser));
        assert.deepEqual([failed.stage, failed.reason], ["secure", "timedOut"], `${way} ${security}`);
        assert.ok(performance.now() - from < 6000);
      }
    lab.turn({});
    for (const way of ways) {
      const reset = failure(await ask(way, target(others.resets.address), [], labUser));
      // Whether the system had told of the connection before it told of its end is chance.
      assert.ok(["connect", "secure"].includes(reset.stage), reset.stage);
      assert.equal(reset.reason, "reset", way);
      const gone = failure(await ask(way, target(others.nobody.address), [], labUser));
      assert.deepEqual([gone.stage, gone.reason], ["connect", "refused"], way);
    }
  });

  test("one that answers late is waited for; a search that is not answered ends with its own time", async () => {
    lab.turn({ lateMs: 300 });
    found(await both(labTarget(), [rootDse], labUser));
    lab.turn({ lateMs: 1000 });
    for (const way of ways) {
      const { answers } = bound(
        await ask(way, labTarget(), [search(named("ada"), { timeoutMs: 500 }), rootDse], labUser),
      );
      assert.deepEqual(
        answers.map((one) => (one.outcome === "failed" ? [one.stage, one.reason] : one.outcome)),
        [["search", "timedOut"], "found"],
        way,
      );
    }
    lab.turn({});
  });

  test("a connection that is reset in the middle of a search is told, and the session goes on", async () => {
    lab.turn({ resetsIn: "search" });
    for (const way of ways) {
      const answer = await ask(way, labTarget(), [search(named("ada"))], labUser);
      const failed = answer.outcome === "failed" ? answer : answer.answers[0];
      assert.equal(failed?.outcome, "failed", way);
    }
    lab.turn({});
    found(await both(labTarget(), [search(named("ada"))], labUser));
  });
});
