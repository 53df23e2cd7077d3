/** Whatever a port carries out goes through one thing: no secret comes out of it, and nothing of another port's. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import * as v from "valibot";
import { redactor } from "../../../../src/server/redaction/redact.ts";
import type { ToldChange } from "../../../../src/setup/change.ts";
import { carried } from "../../../../src/setup/engine/carried.ts";
import { changing, text } from "../../../../src/setup/operations/entry.ts";
import { ports, type Port } from "../../../../src/setup/operations/operation.ts";
import { listed } from "../../../../src/setup/operations/index.ts";
import type { Place } from "../../../../src/setup/place.ts";
import type { HowToRun, PortEvent } from "../../../../src/setup/ports.ts";
import { isProblem, ProblemError } from "../../../../src/setup/problem.ts";
import { changeKinds, changesToldBy } from "../../../../src/setup/told/changes.ts";
import { progressToldBy, progressWords } from "../../../../src/setup/told/progress.ts";
import { registryChange } from "../../support/changes.ts";
import { here } from "../../support/scriptedServer.ts";

const password = "Kan4ry!(x)*'\u00fc z";
const placeOf: Readonly<Record<Port, Place>> = {
  server: here,
  directory: { port: "directory", domain: "contoso.com" },
  cloud: { port: "cloud", tenant: "contoso" },
};
const operation = (port: Port) =>
  changing("Set-Secret", {}, v.record(v.string(), text), { port, secrets: ["Reader"] });
const secrets = { Reader: [{ user: "reader", password }] };

/** What somebody hears who asks a port for something; the port does `work` and tells what it is given. */
const heardOf = async (
  port: Port,
  work: (tell: (event: PortEvent) => void) => unknown,
  told?: () => boolean,
): Promise<{ events: PortEvent[]; value?: unknown; error?: unknown }> => {
  const events: PortEvent[] = [];
  const carrier = {
    run: async (_: unknown, __: unknown, how: HowToRun = {}): Promise<unknown> =>
      Promise.resolve(await work((event) => how.onEvent?.(event))),
  };
  const through = carried(carrier, {
    port,
    masking: () => Promise.resolve(redactor()),
    ...(told ? { told } : {}),
  });
  try {
    const value = await through.run(operation(port), {}, { secrets, onEvent: (event) => events.push(event) });
    return { events, value };
  } catch (error) {
    return { events, error };
  }
};
const changeOn = (port: Port, value: string): ToldChange => ({
  ...registryChange(value, `before ${value}`, [`after ${value}`]),
  on: placeOf[port],
  undo: { port: "server", op: "Set-CloudSyncTlsValue", args: { value } },
});

test("whatever port is asked, no secret comes out: in its events, its answer, its error or another program's", async () => {
  for (const port of ports) {
    const { events, value } = await heardOf(
      port,
      (tell) => {
        tell({ kind: "progress", code: "reading", params: { entry: `with ${password}` } });
        tell({ kind: "change", change: changeOn(port, password) });
        tell({ kind: "change", change: changeOn(port, "nothing of it") });
        return { said: `it is ${password}`, coded: Buffer.from(password).toString("base64") };
      },
      () => true,
    );
    assert.deepEqual(value, { said: "it is ********", coded: "********==" });
    assert.equal(events.length, 3);
    assert.ok(!JSON.stringify(events).includes("Kan4ry"), JSON.stringify(events));
    assert.deepEqual(
      events.map((event) => event.kind === "change" && event.change.undo !== undefined),
      [false, false, true],
    );
    const problem = {
      code: "operationFailed",
      happened: `no ${password}`,
      means: "",
      next: [`not ${password}`],
      raw: `raw ${password}`,
    } as const;
    for (const thrown of [new ProblemError(problem), new Error(`no ${password}`)]) {
      const { error } = await heardOf(port, () => Promise.reject(thrown));
      const said = error instanceof Error ? [error.message, error.stack] : [error];
      assert.ok(!JSON.stringify([error, ...said]).includes("Kan4ry"), port);
      assert.equal(error instanceof ProblemError, thrown instanceof ProblemError);
      assert.match(String(said[0]), /no \*{8}/u);
    }
    const plain = new ProblemError({ ...problem, happened: "gone", next: [], raw: "gone" });
    const { error } = await heardOf(port, () => {
      throw plain;
    });
    assert.equal(error, plain, "what holds none is the same error");
  }
});

test("a port tells of itself alone, by codes of its own: anything else is an answer that cannot be understood", async () => {
  const own = await heardOf("server", (tell) => {
    tell({ kind: "progress", code: "reading", params: { entry: "x" } });
    tell({ kind: "change", change: registryChange("x", 1, 2) });
    return {};
  });
  assert.deepEqual([own.events.length, own.value], [2, {}]);
  const strange: readonly (readonly [Port, PortEvent])[] = [
    ["cloud", { kind: "change", change: registryChange("x", 1, 2) }],
    ["cloud", { kind: "change", change: changeOn("cloud", "x") }],
    ["directory", { kind: "progress", code: "reading", params: { entry: "x" } }],
    ["server", { kind: "change", change: changeOn("cloud", "x") }],
  ];
  for (const [port, event] of strange) {
    const { events, error } = await heardOf(port, (tell) => {
      tell(event);
      return {};
    });
    assert.deepEqual(events, []);
    assert.ok(error instanceof ProblemError && error.problem.code === "badAnswer", port);
    assert.equal(error.problem.outcome, "notKnown");
  }
});

test("no two ports have a code of one name: the sentence of the one would be said of the other", () => {
  const of = (lists: Readonly<Record<Port, object>>) => ports.flatMap((port) => Object.keys(lists[port]));
  for (const names of [of(changesToldBy), of(progressToldBy)]) assert.deepEqual(names, [...new Set(names)]);
  assert.ok(of(changesToldBy).every((code) => code in changeKinds));
  assert.deepEqual(of(progressToldBy), Object.keys(progressWords));
});

test("a port of which something can be asked is there in the extension", () => {
  const extension = readFileSync(path.join(import.meta.dirname, "../../../../src/extension.ts"), "utf8");
  for (const port of ["directory", "cloud"] as const)
    assert.equal(extension.includes(`${port}: absent("${port}")`), listed[port].length === 0, port);
});

test("what a port tells is held to the parameters of its code, and to what can be kept: nothing else is written down", async () => {
  const whole = registryChange("x", 1, 2);
  const cloudCall = { port: "cloud", op: "Set-CloudSyncTlsValue", args: {} };
  const undo = { port: "server", op: "Set-CloudSyncTlsValue", args: { value: "x" } };
  const told = async (event: object) => {
    const { events, error } = await heardOf("server", (tell) => {
      tell(event as PortEvent);
      return {};
    });
    assert.equal(isProblem(error, "badAnswer"), events.length === 0, JSON.stringify(event));
    return events.length === 1;
  };
  const change = (of: object) => told({ kind: "change", change: { ...whole, ...of } });
  assert.ok(await change({}));
  assert.ok(await change({ undo }));
  for (const wrong of [
    { params: {} },
    { params: { value: "x", more: "y" } },
    { params: { path: "x" } },
    { before: undefined },
    { certainty: { declared: "install" } },
    { undo: cloudCall },
    { undo: { ...undo, op: "Remove-Everything" } },
    { undo: { port: "directory", op: "Set-CloudSyncTlsValue", args: {} } },
  ])
    assert.ok(!(await change(wrong)), JSON.stringify(wrong));
  assert.ok(await told({ kind: "progress", code: "reading", params: { entry: "x" } }));
  for (const params of [{}, { entry: "x", more: "y" }, { file: "x" }, undefined])
    assert.ok(!(await told({ kind: "progress", code: "reading", params })), JSON.stringify(params));
});
