/** What a session does while probes wait: it answers what only reads, and begins nothing that changes the server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { RequestHow } from "../../src/server/sentRequest.ts";
import type { AskedServer } from "../unit/support/askedServer.ts";
import { getNetworkFacts } from "../../src/setup/operations/network.ts";
import { getServerFacts, getTlsFacts, setTlsValue } from "../../src/setup/operations/server.ts";
import { CancelledError } from "../../src/setup/problem.ts";
import { until } from "../until.ts";
import { onPractice } from "./onPractice.ts";
import { anotherWindow, fails, sessionOn } from "./practice.ts";

const at = onPractice("healthy");
let server: AskedServer;

const hosts = ["one.contoso.com", "two.contoso.com"].map((host) => ({ host, port: 443, tls: true }));
/** Two hosts that answer when they are let. */
const network = { hosts, proxy: null, timeoutMs: 20_000 };
const hold = () => {
  at.lab.change((state) => {
    state.network.waitsForOthers = Number.MAX_SAFE_INTEGER;
  });
};
const letGo = () => {
  at.lab.change((state) => {
    state.network.waitsForOthers = 0;
  });
};

/** Probes that are held, once the session has told that it waits for them. */
const probing = async (signal?: AbortSignal) => {
  hold();
  let tells = 0;
  let isOver = false;
  const done = server
    .run(getNetworkFacts, network, {
      ...(signal ? { signal } : {}),
      onEvent: () => {
        tells += 1;
      },
    })
    .finally(() => {
      isOver = true;
    });
  done.catch(() => undefined);
  await until(() => tells > 0);
  return { done, isOver: () => isOver };
};
const outcomes = async (done: Promise<{ readonly hosts: readonly { readonly connect: object }[] }>) =>
  (await done).hosts.map(({ connect }) => "value" in connect);

const using = async (work: () => Promise<void>) => {
  server = anotherWindow(at.lab);
  try {
    await work();
  } finally {
    letGo();
    server.close();
  }
};
const strongCrypto = () =>
  at.lab.state().registry["SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319"]?.SchUseStrongCrypto;

test("a reading that is sent while probes wait is answered before they end", () =>
  using(async () => {
    const probes = await probing();
    for (let turn = 0; turn < 3; turn++) assert.ok("strongCrypto" in (await server.run(getTlsFacts, {})));
    assert.equal(probes.isOver(), false);
    // And so are other probes, by themselves.
    const others = server.run(getNetworkFacts, { ...network, hosts: [] });
    assert.deepEqual((await others).hosts, []);
    assert.equal(probes.isOver(), false);
    letGo();
    assert.deepEqual(await outcomes(probes.done), [true, true]);
  }));

test("a change that is sent while probes wait does not begin before they have ended, nor what was asked after it", () =>
  using(async () => {
    const ended: string[] = [];
    const note = (what: string) => (value: unknown) => {
      ended.push(what);
      return value;
    };
    const probes = await probing();
    const was = strongCrypto();
    const work = [
      probes.done.then(note("probes")),
      server.run(setTlsValue, { setting: "strongCrypto", value: 0 }).then(note("change")),
      server.run(getServerFacts, {}).then(note("reading")),
    ];
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(ended, []);
    assert.deepEqual(strongCrypto(), was);
    letGo();
    await Promise.all(work);
    assert.deepEqual(ended, ["probes", "change", "reading"]);
    assert.notDeepEqual(strongCrypto(), was);
  }));

test("the module itself begins no change while probes wait, whatever it is sent", async () => {
  hold();
  const session = await sessionOn(at.lab);
  try {
    const ended: string[] = [];
    // What is said to read only is sent at once.
    const how: RequestHow = { timeoutMs: 60_000, cancellable: true, reads: true, onEvent: () => undefined };
    const ask = async (op: string, args: object) => {
      await session.request({ op, args }, how);
      ended.push(op);
    };
    const was = strongCrypto();
    const work = [
      ask(getNetworkFacts.name, network),
      ask(setTlsValue.name, { setting: "strongCrypto", value: 0 }),
    ];
    await until(() => at.lab.probes().length > 0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual([ended, strongCrypto()], [[], was]);
    letGo();
    await Promise.all(work);
    assert.deepEqual(ended, [getNetworkFacts.name, setTlsValue.name]);
  } finally {
    letGo();
    session.dispose();
  }
});

test("cancelling the probes cancels what is read beside them, and the next session answers", () =>
  using(async () => {
    const stop = new AbortController();
    const probes = await probing(stop.signal);
    at.lab.change((state) => {
      state.next.silent = ["Get-RegistryValue"];
    });
    const beside = server.run(getTlsFacts, {}, { signal: stop.signal });
    beside.catch(() => undefined);
    const calls = at.lab.calls();
    await until(() => at.lab.calls() > calls);
    stop.abort();
    await assert.rejects(probes.done, CancelledError);
    await assert.rejects(beside, CancelledError);
    at.lab.change((state) => {
      state.next.silent = [];
    });
    letGo();
    assert.deepEqual(await outcomes(server.run(getNetworkFacts, network)), [true, true]);
  }));

test("a session that ends while probes wait and something is read fails both", () =>
  using(async () => {
    const probes = await probing();
    at.lab.change((state) => {
      state.next.silent = ["Get-RegistryValue"];
    });
    const beside = server.run(getTlsFacts, {});
    beside.catch(() => undefined);
    const calls = at.lab.calls();
    await until(() => at.lab.calls() > calls);
    server.close();
    await fails(probes.done, /^sessionEnded/u);
    await fails(beside, /^sessionEnded/u);
  }));

test("a reading that does not end in its time fails alone: the probes are asked of the next session", () =>
  using(async () => {
    const probes = await probing();
    at.lab.change((state) => {
      state.next.silent = ["Get-RegistryValue"];
    });
    await fails(server.run({ ...getTlsFacts, timeoutMs: 500 }, {}), /^sessionSilent/u);
    at.lab.change((state) => {
      state.next.silent = [];
    });
    letGo();
    assert.deepEqual(await outcomes(probes.done), [true, true]);
  }));
