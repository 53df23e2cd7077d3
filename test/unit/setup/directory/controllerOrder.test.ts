/** The order of domain controllers: how it is proposed, and what is true of one that was kept. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  byLatency,
  compareOrder,
  proposedOrder,
  reachOf,
  type Measurement,
} from "../../../../src/setup/directory/controllerOrder.ts";
import type { Controller } from "../../../../src/setup/directory/controllers.ts";

const controller = (host: string, change: Partial<Controller> = {}): Controller => ({
  host,
  standing: "whole",
  site: "Berlin",
  isCatalog: true,
  isReadOnly: false,
  isPdc: false,
  operatingSystem: "Windows Server 2022",
  version: "10.0 (20348)",
  ...change,
});
const measured = (host: string, answerMs: number | null, change: Partial<Measurement> = {}): Measurement => ({
  host,
  ports: { 88: "ok", 389: "ok", 636: "ok", 3268: "ok" },
  connectMs: 1,
  answerMs,
  clockSeconds: 0,
  ...change,
});
const closed = { ports: { 88: "failed", 389: "failed", 636: "failed", 3268: "failed" } } as const;
const hosts = (of: Parameters<typeof proposedOrder>[0]) => proposedOrder(of).map(({ host }) => host);

test("writable ones come first, then those of the server's site, then the reached, then the fastest, at last by name", () => {
  const controllers = [
    controller("rodc.x", { isReadOnly: true }),
    controller("far-fast.x", { site: "Tokyo" }),
    controller("far-silent.x", { site: "Tokyo" }),
    controller("far-unknown.x", { site: "Tokyo" }),
    controller("far-partly.x", { site: "Tokyo" }),
    controller("near-slow.x", { site: "BERLIN" }),
    controller("near-fast.x"),
    controller("near-b.x"),
    controller("near-a.x"),
    controller("near-silent.x"),
  ];
  const measurements = [
    measured("rodc.x", 1),
    measured("far-fast.x", 1),
    measured("far-silent.x", null, closed),
    measured("far-partly.x", 1, { ports: { 389: "ok", 3268: "failed" } }),
    measured("near-slow.x", 90),
    measured("NEAR-FAST.x.", 9),
    measured("near-b.x", 20),
    measured("near-a.x", 20),
    measured("near-silent.x", null, closed),
  ];
  assert.deepEqual(hosts({ controllers, measurements, site: "Berlin" }), [
    "near-fast.x",
    "near-a.x",
    "near-b.x",
    "near-slow.x",
    "near-silent.x",
    "far-fast.x",
    "far-partly.x",
    "far-unknown.x",
    "far-silent.x",
    "rodc.x",
  ]);
});

test("where the server's site is not known, reach and time decide", () => {
  const controllers = [controller("a.x"), controller("b.x", { site: undefined })];
  const measurements = [measured("a.x", 50), measured("b.x", 5)];
  assert.deepEqual(hosts({ controllers, measurements, site: undefined }), ["b.x", "a.x"]);
});

test("the reason stands beside each: site, reach, time, and what is wrong with it", () => {
  const reasons = (change: Partial<Controller>, one: Measurement[], site?: string) =>
    proposedOrder({ controllers: [controller("a.x", change)], measurements: one, site })[0]?.reasons;
  assert.deepEqual(reasons({}, [measured("a.x", 12.4)], "berlin"), [
    "in the server's site Berlin",
    "reached on every port that is needed",
    "answers in 12 ms",
  ]);
  assert.deepEqual(
    reasons({ isReadOnly: true, isCatalog: false }, [
      measured("a.x", null, { ...closed, clockSeconds: -301 }),
    ]),
    ["read-only", "in site Berlin", "not reached", "no global catalog", "its clock differs by 301 seconds"],
  );
  assert.deepEqual(reasons({ site: undefined }, []), ["in no known site", "not measured"]);
  const partly = measured("a.x", 1, { ports: { 88: "failed", 389: "ok" }, clockSeconds: 300 });
  assert.deepEqual(reasons({}, [partly])?.slice(1), [
    "LDAP is reached, another port is not",
    "answers in 1 ms",
  ]);
});

test("a closed LDAPS port stands in nobody's way: the agent does not need it", () => {
  assert.equal(
    reachOf(measured("a", 1, { ports: { 88: "ok", 389: "ok", 636: "failed", 3268: "ok" } })),
    "answers",
  );
  assert.equal(reachOf(measured("a", 1, { ports: {} })), "silent");
  assert.equal(reachOf(undefined), "notMeasured");
});

test("what is left behind of a controller is in no order, and one that is listed twice stands in it once", () => {
  const controllers = [
    controller("a.x", { standing: "gone" }),
    controller("b.x", { standing: "halfMade" }),
    controller("c.x", { standing: "demoted" }),
    controller("d.x"),
    controller("D.X"),
  ];
  assert.deepEqual(hosts({ controllers, measurements: [], site: undefined }), ["d.x"]);
  assert.deepEqual(hosts({ controllers: [], measurements: [measured("d.x", 1)], site: "Berlin" }), []);
});

test("an order by latency keeps those that have no time where they stood, at the end", () => {
  const measurements = [measured("a.x", 30), measured("B.x", 10), measured("d.x", null)];
  assert.deepEqual(byLatency(["d.x", "c.x", "a.x", "b.x"], measurements), ["b.x", "a.x", "d.x", "c.x"]);
});

test("a kept order is compared: who is gone, silent, read-only, and who is new", () => {
  const of = {
    controllers: [
      controller("dc1.x"),
      controller("dc2.x", { standing: "gone" }),
      controller("dc3.x"),
      controller("dc4.x", { isReadOnly: true }),
      controller("dc5.x"),
    ],
    measurements: [measured("dc3.x", null, closed)],
    site: undefined,
  };
  const order = ["DC1.x", "dc2.x", "dc3.x", "dc4.x", "other.y"];
  assert.deepEqual(compareOrder(order, { ...of, isWhole: true }), {
    gone: ["dc2.x", "other.y"],
    silent: ["dc3.x"],
    readOnly: ["dc4.x"],
    added: ["dc5.x"],
  });
  assert.deepEqual(compareOrder(order, { ...of, isWhole: false }).gone, [], "nobody knows all of them");
  assert.deepEqual(
    compareOrder([], { ...of, isWhole: true }).added,
    [],
    "without an order none is new in it",
  );
});

test("every order is one of the same controllers, the same whatever order they were found in", () => {
  const any = fc.array(
    fc.record({
      host: fc.constantFrom("a", "b", "c", "d", "e", "f"),
      isReadOnly: fc.boolean(),
      site: fc.constantFrom("Berlin", "Tokyo", undefined),
      answerMs: fc.option(fc.nat(5)),
    }),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(any, (list) => {
      const unique = [...new Map(list.map((one) => [one.host, one])).values()];
      const of = (some: typeof unique) => ({
        controllers: some.map(({ host, isReadOnly, site }) => controller(host, { isReadOnly, site })),
        measurements: some.map(({ host, answerMs }) => measured(host, answerMs)),
        site: "Berlin",
      });
      const order = hosts(of(unique));
      assert.deepEqual(order.toSorted(), unique.map(({ host }) => host).toSorted());
      assert.deepEqual(hosts(of(unique.toReversed())), order);
    }),
  );
});
