/** What a server measures of real controllers is what they say of themselves, and one that is ill keeps nobody waiting for the others. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import net from "node:net";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { controllersQuestion } from "../../src/setup/directory/controllers.ts";
import { controllersOf } from "../../src/setup/directory/seenControllers.ts";
import { readAnswers } from "../../src/setup/directory/question.ts";
import { controllersSeen, type SeenController } from "../../src/setup/network/controllers.ts";
import {
  getControllerFacts,
  getDomainControllerFacts,
  type ControllerFacts,
} from "../../src/setup/operations/network.ts";
import { getDirectoryEntries } from "../../src/setup/operations/directory.ts";
import { resultOf } from "../../src/setup/result.ts";
import { until } from "../until.ts";
import { value } from "./asking/product.ts";
import { bound, target } from "./asking/questions.ts";
import { standing, type Standing } from "./asking/standing.ts";
import { views, type Views } from "./asking/views.ts";
import { answers, ports as allPorts } from "./support/addresses.ts";
import { domain, type Controller, type Domain } from "./support/domain.ts";

const measured = [88, 389, 636, 3268];
const site = "Default-First-Site-Name";

let contoso: Domain;
let asked: Views;
let first: Controller;
let second: Controller;
const places: Standing[] = [];
before(async () => {
  contoso = await domain("contoso");
  const [one, other] = contoso.controllers;
  assert.ok(other);
  [first, second] = [one, other];
  const { administrator } = contoso.accounts;
  asked = await views({
    authorities: [await readFile(contoso.ca, "utf8")],
    dns: first.address,
    hosts: contoso.controllers.flatMap(({ name, address }) => [name, address]),
    identity: { user: administrator.upn, password: administrator.password },
    site,
  });
});
after(async () => {
  await asked.stop();
  await Promise.all([contoso, ...places].map((one) => one.stop()));
});

const measure = async (hosts: readonly string[], reads = 5, timeoutMs = 4000): Promise<ControllerFacts> => {
  const args = { domainControllers: [...hosts], ports: measured, reads, timeoutMs };
  return resultOf(getControllerFacts, await asked.session.run(getControllerFacts, args));
};
const seenOf = (facts: ControllerFacts, host: string): SeenController | undefined =>
  controllersSeen(facts).find((one) => one.host === host);
const answering = (facts: ControllerFacts, host: string) => {
  const seen = seenOf(facts, host);
  assert.ok(seen?.kind === "answers", JSON.stringify(seen));
  return seen;
};
const failing = (facts: ControllerFacts, host: string) => {
  const seen = seenOf(facts, host);
  assert.ok(seen?.kind === "failed", JSON.stringify(seen));
  return seen.failure.outcome;
};

/** What a controller says to anybody, asked by OpenLDAP's client. */
const saidBy = async ({ address }: Controller) => {
  const how = ["-H", `ldap://${address}`, "-D", "", "-w", ""];
  const [root] = await contoso.ldapsearch(...how, "-b", "", "-s", "base", "*", "+");
  assert.ok(root);
  return (name: string): string | undefined => root.values[name]?.[0];
};

test("ports, site, domain, level, catalog and clock of each controller are what it says itself", async () => {
  const facts = await measure([first.name, second.name]);
  for (const controller of [first, second]) {
    const seen = answering(facts, controller.name);
    const said = await saidBy(controller);
    const server = said("serverName") ?? "";
    assert.deepEqual(
      [seen.site, seen.domain, seen.level, seen.isGlobalCatalog, seen.isReadOnly, seen.answers, seen.doubts],
      [
        /,CN=Servers,CN=([^,]+),/u.exec(server)?.[1],
        contoso.name,
        said("domainControllerFunctionality") === "7" ? "Windows Server 2016" : undefined,
        said("isGlobalCatalogReady") === "TRUE",
        ...[false, 5, []],
      ],
    );
    // Both clocks are this machine's.
    assert.ok(Math.abs(seen.secondsAhead ?? NaN) <= 2, String(seen.secondsAhead));
    assert.ok(seen.medianMs >= 0 && seen.medianMs < 4000);
    for (const port of measured) {
      const probe = facts.ports.find((one) => one.host === controller.name && one.port === port);
      assert.ok(probe && "value" in probe.connect);
      assert.equal(probe.connect.value.outcome === "ok", await answers(controller.address, port));
      assert.ok("value" in probe.lookup && probe.lookup.value.outcome === "ok");
      assert.deepEqual(probe.lookup.value.addresses, [controller.address]);
    }
  }
});

test("the names of all controllers and of those of the server's site are what the domain's name server says", async () => {
  const facts = resultOf(getDomainControllerFacts, await asked.session.run(getDomainControllerFacts, {}));
  const said = async (zone: string, name: string) => {
    const printed = await contoso.sambaTool(
      ...["dns", "query", first.name, zone, name, "SRV"],
      `--username=Administrator%${contoso.accounts.administrator.password}`,
    );
    return [...printed.matchAll(/SRV: (\S+?)\.? \(389,/gu)].map(([, host = ""]) => host.toLowerCase()).sort();
  };
  const names = (list: readonly string[]) => list.map((one) => one.toLowerCase()).toSorted();
  assert.deepEqual(names(value(facts.names)), await said(`_msdcs.${contoso.name}`, "_ldap._tcp.dc"));
  assert.equal(value(facts.site), site);
  assert.deepEqual(
    names(value(facts.inSite)),
    await said(`_msdcs.${contoso.name}`, `_ldap._tcp.${site}._sites.dc`),
  );
  // The list of the view: both, in the server's own site, measured.
  const list = controllersOf(contoso.name, {
    names: facts,
    asked: await measure(value(facts.names)),
    serverDomain: contoso.name,
  });
  assert.deepEqual(
    [list.isWhole, list.site, names(list.controllers.map(({ host }) => host))],
    [true, site, names([first.name, second.name])],
  );
  for (const { answerMs, connectMs, ports } of list.measurements)
    assert.deepEqual(
      [answerMs === null, connectMs === null, Object.values(ports)],
      [false, false, measured.map(() => "ok")],
    );
});

/** Hands on what the controller says, but late, or only so often before the connection is cut. */
const standsBefore = async (
  { address }: Controller,
  { lateMs = 0, most = Infinity }: { readonly lateMs?: number; readonly most?: number },
): Promise<Standing> => {
  const forwards = (port: number) => (socket: net.Socket) => {
    const behind = net.connect(port, address);
    let left = most;
    behind.on("error", () => socket.destroy());
    behind.on("close", () => socket.end());
    socket.on("error", () => behind.destroy());
    socket.on("close", () => behind.destroy());
    socket.pipe(behind, { end: false });
    behind.on("data", (bytes: Buffer) => {
      left -= 1;
      if (left < 0) socket.resetAndDestroy();
      else setTimeout(() => socket.write(bytes), lateMs);
    });
  };
  return standing(Object.fromEntries(measured.map((port) => [port, forwards(port)])));
};

test("one that is silent, late, cut off, that resets, or is down is told as such, and none keeps the others waiting", async () => {
  const silent = await standing(Object.fromEntries(measured.map((port) => [port, () => undefined])));
  const resets = await standing(
    Object.fromEntries(measured.map((port) => [port, (socket: net.Socket) => socket.resetAndDestroy()])),
  );
  const late = await standsBefore(first, { lateMs: 5000 });
  const cut = await standsBefore(first, { most: 2 });
  const down = await standing({});
  places.push(silent, resets, late, cut, down);
  const ill = [silent, resets, late, cut, down].map(({ address }) => address);
  const timeoutMs = 7000;
  const from = performance.now();
  const [facts, listMs] = await Promise.all([
    measure([...ill, first.address, second.address, "nobody.contoso.lan"], 5, timeoutMs),
    // Meanwhile the directory's own list comes to whoever asks this machine.
    listed("vsCode").then(() => performance.now() - from),
  ]);
  const ms = performance.now() - from;
  // Two of them take the whole time: one after the other would take it twice.
  assert.ok(ms < 2 * timeoutMs, `${ms} ms`);
  assert.ok(listMs < timeoutMs, `${listMs} ms`);
  assert.equal(failing(facts, silent.address), "timedOut");
  const { kind } = seenOf(facts, resets.address) ?? {};
  // Whether the system had told of the connection before it told of its end is chance.
  assert.ok(kind === "failed" ? failing(facts, resets.address) === "reset" : kind === "notAsked", kind);
  assert.equal(seenOf(facts, down.address)?.kind, "notAsked");
  assert.equal(seenOf(facts, "nobody.contoso.lan")?.kind, "notAsked");
  // One answer came in time, and no second one.
  const lateSeen = answering(facts, late.address);
  assert.deepEqual([lateSeen.answers, lateSeen.stopped?.outcome, lateSeen.isSlow], [1, "timedOut", true]);
  assert.ok(lateSeen.medianMs >= 4900, String(lateSeen.medianMs));
  const cutSeen = answering(facts, cut.address);
  assert.deepEqual([cutSeen.answers, cutSeen.stopped?.outcome], [2, "reset"]);
  for (const { address } of [first, second]) {
    const seen = answering(facts, address);
    assert.deepEqual([seen.answers, seen.stopped], [5, undefined]);
  }
});

/** The names in the directory's own list, asked of whichever controller DNS names. */
const listed = async (way: "server" | "vsCode"): Promise<readonly string[]> => {
  const { upn: user, password } = contoso.accounts.administrator;
  const given = await asked[way].run(
    getDirectoryEntries,
    { target: target(null), searches: [...controllersQuestion.searches] },
    { secrets: { account: [{ user, password }] } },
  );
  const list = value(readAnswers(controllersQuestion, bound(resultOf(getDirectoryEntries, given))));
  return list.controllers.map(({ host }) => host.toLowerCase()).toSorted();
};

test("a controller that is killed while the others are asked is shown as silent, and the list is the other's", async () => {
  // It answers slowly enough to be killed between two answers.
  const slow = await standsBefore(second, { lateMs: 100 });
  places.push(slow);
  const during = measure([slow.address, first.name], 50);
  await sleep(1000);
  await second.stop();
  const cut = answering(await during, slow.address);
  assert.ok(cut.answers >= 1 && cut.answers < 50, String(cut.answers));
  assert.ok(cut.stopped);
  assert.equal(answering(await during, first.name).answers, 50);
  await until(
    async () => !(await Promise.all(allPorts.map((port) => answers(second.address, port)))).includes(true),
  );
  const from = performance.now();
  const facts = await measure([second.name, first.name], 5, 20_000);
  assert.ok(performance.now() - from < 20_000, "nobody waits for what refuses");
  assert.equal(answering(facts, first.name).answers, 5);
  assert.equal(seenOf(facts, second.name)?.kind, "notAsked");
  for (const port of measured) {
    const probe = facts.ports.find((one) => one.host === second.name && one.port === port);
    assert.ok(probe && "value" in probe.connect && probe.connect.value.outcome === "refused", String(port));
  }
  // Both names are in DNS: who asks for any controller comes to the one that is there.
  for (const way of ["server", "vsCode"] as const)
    assert.deepEqual(await listed(way), [first.name, second.name].toSorted(), way);
});
