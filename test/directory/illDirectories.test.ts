/** Directories that are not as they should be, and what Samba does not do: both ways to ask tell the same of them. */
import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { after, before, test } from "node:test";
import { signIn } from "../../lab/directory/accounts.ts";
import { makeAuthority } from "../../lab/directory/authority.ts";
import { Directory } from "../../lab/directory/directory.ts";
import { entriesOf } from "../../lab/directory/domain.ts";
import { startDirectory, type DirectoryServer } from "../../lab/directory/server.ts";
import {
  busy,
  limitedByAdministrator,
  manyReferences,
  manyReferrals,
  slowQuery,
  wantsConfidentiality,
  type Way,
} from "../../lab/directory/way.ts";
import { forestQuestion } from "../../src/setup/directory/forest.ts";
import { readAnswers } from "../../src/setup/directory/question.ts";
import { directoryProblem } from "../../src/setup/directory/directoryProblem.ts";
import type {
  DirectoryAnswer,
  DirectoryFailure,
  DirectoryTarget,
} from "../../src/setup/operations/directory.ts";
import { domain as described, password as labPassword } from "../unit/support/directory.ts";
import { connectionsTo, descendantsOf } from "../processes.ts";
import { until } from "../until.ts";
import { asking, ways } from "./asking/both.ts";
import { bound, failure, found, named, rootDse, search, target } from "./asking/questions.ts";
import { handsTo, standing, type Standing } from "./asking/standing.ts";
import { views, type Views } from "./asking/views.ts";

interface Place {
  readonly place: Standing;
  readonly server: DirectoryServer;
}
let asked: Views;
const { ask, both } = asking(() => asked);
/** The lab's own directory, at an address of its own. */
let lab: DirectoryServer;
let labAt: Standing;
/** The same one, with certificates that are not accepted. */
let unaccepted: Record<"stranger" | "otherName" | "expired", Place>;
let others: Record<"resets" | "listens" | "nobody", Standing>;
const heard: Buffer[] = [];
const started: DirectoryServer[] = [];

/** What failed of an answer: itself, or its first search. */
const failedIn = (answer: DirectoryAnswer): DirectoryFailure => {
  const one = answer.outcome === "failed" ? answer : answer.answers[0];
  assert.ok(one?.outcome === "failed", JSON.stringify(one));
  return one;
};
const said = (failure: DirectoryFailure): string => {
  const now = new Date().toISOString();
  const { happened, means, next } = directoryProblem(failure, {
    ...{ who: labUser.user, where: "dc1.contoso.com", now },
  });
  return [happened, means, ...next].join(" ");
};

const labUser = { user: "CONTOSO\\ada", password: labPassword };
const labPasswords = {
  "CN=ada,CN=Users,DC=contoso,DC=com": labPassword,
  "CN=old,CN=Users,DC=contoso,DC=com": labPassword,
};
const manyMembers = 3500;

before(async () => {
  const authority = makeAuthority("Contoso");
  const unknown = makeAuthority("Nobody");
  const members = Array.from({ length: manyMembers }, (_, at) => `member${at}`);
  const content = new Directory(
    entriesOf({
      ...described,
      users: [
        ...described.users,
        // UF_PASSWORD_EXPIRED ([MS-ADTS] 2.2.16).
        { name: "old", values: { "msDS-User-Account-Control-Computed": String(0x800000) } },
        ...members.map((name) => ({ name, groups: ["Many"] })),
      ],
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
  const labOf = async (make: (address: string) => { key: string; cert: string }): Promise<Place> => {
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
  unaccepted = {
    stranger: await labOf((address) => unknown.issue([address])),
    otherName: await labOf(() => authority.issue(["dc9.contoso.com"])),
    expired: await labOf((address) => authority.issue([address], expiredWhen)),
  };
  others = {
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
  asked = await views({
    authorities: [authority.cert],
    dns: others.nobody.address,
    hosts: standings().map((one) => one.address),
    identity: labUser,
  });
});
const standings = (): readonly Standing[] => [
  labAt,
  ...Object.values(unaccepted).map(({ place }) => place),
  ...Object.values(others),
];
after(async () => {
  await asked.stop();
  await Promise.all([...started, ...standings()].map((one) => one.stop()));
});

const labTarget = (more: Partial<DirectoryTarget> = {}) =>
  target(labAt.address, { domain: "contoso.com", ...more });

test("100 binds in a row leave no connection open", async () => {
  const held = {
    vsCode: () => connectionsTo(labAt.address, process.pid),
    server: () =>
      descendantsOf(process.pid).reduce((sum, { pid }) => sum + connectionsTo(labAt.address, pid), 0),
  };
  // What is counted is there while somebody asks.
  lab.turn({ lateMs: 200 });
  for (const way of ways) {
    const going = ask(way, labTarget(), [rootDse], labUser);
    await until(() => held[way]() === 1);
    bound(await going);
  }
  lab.turn({});
  for (const way of ways) {
    for (let turn = 0; turn < 100; turn += 1) {
      bound(await ask(way, labTarget(), [], labUser));
      // At once, by whoever has asked: sooner or later .NET itself clears away what is forgotten.
      if (way === "server" && turn % 10 === 0) assert.equal(held.server(), 0, `after ${turn + 1}`);
    }
    failure(await ask(way, labTarget(), [], { ...labUser, password: "wrong" }));
  }
  await until(() => held.vsCode() === 0 && lab.open() === 0);
});

test("a list that comes in parts is read to its end", async () => {
  const { entries } = found(await both(labTarget(), [search(named("Many"), { text: ["member"] })], labUser));
  assert.equal(new Set(entries[0]?.text.member).size, manyMembers);
});

test("10,000 continuation references are told and not followed", async () => {
  lab.turn(manyReferences(10_000));
  const { referrals } = found(await both(labTarget(), [search(named("ada"))], labUser));
  lab.turn({});
  assert.ok(referrals.length >= 10_000);
});

test("a certificate that is not accepted is told with whose it is, who gave it, from when to when, and why; nobody is bound", async () => {
  for (const [name, issuer, hosts, why] of [
    ["stranger", "Nobody", (address: string) => address, /Nobody who is trusted here has given it/u],
    ["otherName", "Contoso", () => "dc9.contoso.com", /It is not for 127\.\S+, but for: dc9\.contoso\.com/u],
    ["expired", "Contoso", (address: string) => address, /It ended 20\d\d-/u],
  ] as const) {
    const { place, server } = unaccepted[name];
    for (const security of ["ldaps", "startTls"] as const) {
      const answers = [];
      for (const way of ways)
        answers.push(failure(await ask(way, target(place.address, { security }), [], labUser)));
      const [fromServer, fromHere] = answers;
      assert.deepEqual(fromServer?.certificate, fromHere?.certificate);
      for (const one of answers) {
        assert.deepEqual(
          [one.stage, one.reason, one.certificate?.names],
          ["secure", "certificate", [hosts(place.address)]],
        );
        const now = new Date().toISOString();
        const { happened, means } = directoryProblem(one, { who: labUser.user, where: place.address, now });
        assert.ok(happened.includes(place.address), happened);
        const { certificate } = one;
        assert.ok(certificate !== null);
        assert.ok(certificate.issuer.includes(`O=${issuer}`), certificate.issuer);
        assert.equal(Date.parse(certificate.notAfter) < Date.now(), name === "expired");
        for (const part of [
          ...[certificate.subject, certificate.issuer, certificate.notBefore, certificate.notAfter],
          "No password was sent.",
        ])
          assert.ok(part !== "" && means.includes(part), `${part} in ${means}`);
        assert.match(means, why);
      }
    }
    assert.ok(!server.requests().includes("bind"), name);
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

test("what lies in a child domain or another tree is referred to, and told as such; nobody goes there by himself", async () => {
  for (const dn of ["CN=Users,DC=child,DC=contoso,DC=com", "DC=fabrikam,DC=com", "DC=example,DC=org"]) {
    const elsewhere = search(named("ada"), { base: { of: "dn", dn } });
    const failed = failedIn(await both(labTarget(), [elsewhere], labUser));
    assert.deepEqual([failed.stage, failed.reason, failed.code], ["search", "answered", 10], dn);
    assert.match(said(failed), /sends elsewhere.*another domain of the forest/u);
  }
  // A search of the domain names the child beside what it finds.
  const { referrals } = found(await both(labTarget(), [search(named("ada"))], labUser));
  assert.ok(referrals.some((one) => one.includes("DC=child,DC=contoso,DC=com")));
  const answer = bound(await both(labTarget(), [...forestQuestion.searches], labUser));
  const { domains, trusts } = readAnswers(forestQuestion, answer);
  assert.ok("value" in domains && "value" in trusts);
  assert.deepEqual(domains.value.map(({ name }) => name).toSorted(), [
    "child.contoso.com",
    "contoso.com",
    "fabrikam.com",
  ]);
  assert.deepEqual(trusts.value.map(({ partner }) => partner).toSorted(), [
    "child.contoso.com",
    "fabrikam.com",
  ]);
});

test("a name that nobody has, and a password that has expired, are told by their own numbers", async () => {
  for (const [user, data, words] of [
    ["CONTOSO\\nobody", "525", /does not know the account/u],
    ["nobody@example.org", "525", /does not know the account/u],
    ["old@contoso.com", "532", /has expired/u],
  ] as const) {
    const failed = failure(await both(labTarget(), [], { user, password: labPassword }));
    assert.deepEqual([failed.stage, failed.code, failed.data], ["bind", 49, data], user);
    assert.match(said(failed), words);
  }
});

test("limits of the server, its being busy and what it asks of a connection are told by its own code, in words", async () => {
  const limits: readonly (readonly [Way, number, RegExp])[] = [
    [slowQuery, 3, /did not answer in time/u],
    [limitedByAdministrator, 11, /a limit of its own is reached/u],
    [busy, 51, /is busy/u],
    [manyReferrals(10_000), 10, /sends elsewhere/u],
  ];
  for (const [{ refuses }, code, words] of limits) {
    // What it says of itself it says to anybody.
    lab.turn({ refuses: (one) => (one.kind === "search" && one.base !== "" ? refuses?.(one) : undefined) });
    for (const way of ways) {
      const failed = failedIn(await ask(way, labTarget(), [search(named("ada"))], labUser));
      assert.deepEqual([failed.stage, failed.code], ["search", code], way);
      assert.match(said(failed), words);
    }
  }
  lab.turn(wantsConfidentiality);
  for (const one of ways) assert.equal(failure(await ask(one, labTarget(), [], labUser)).stage, "bind", one);
  lab.turn({});
  // A page is as large as the server lets it be: more than a thousand come all the same.
  const everybody = search(
    { op: "begins", attribute: "sAMAccountName", value: "member" },
    { pageSize: 5000 },
  );
  const all = found(await both(labTarget(), [everybody], labUser));
  assert.deepEqual([all.entries.length, all.more], [manyMembers, false]);
});
