/**
 * All network probes of a server at once, and with them every other fact of the prerequisites, beside the probes one after
 * the other: 300 ms each, and two hosts that never answer.
 */
import assert from "node:assert/strict";
import { cloudNetworks, controllerPorts } from "../../../src/setup/network/clouds.ts";
import { getControllerFacts, getNetworkFacts } from "../../../src/setup/operations/network.ts";
import { probeTimeoutMs } from "../../../src/setup/network/probing.ts";
import { practicedRun } from "../../powershell/practicedRun.ts";
import type { Measure } from "../figure.ts";

const answerMs = 300;
const silent = ["crl.microsoft.com", "management.azure.com"];
const controllers = ["dc1.contoso.com", "dc2.contoso.com"];

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};

export const measure: Measure = async () => {
  const { server, lab, run, stop } = await practicedRun("healthy");
  try {
    lab.change(({ network }) => {
      network.delayMs = answerMs;
      for (const name of silent) network.hosts[name] = { fails: { phase: "connect", outcome: "silent" } };
    });
    const hosts = cloudNetworks.global.endpoints.map(({ host, port }) => ({ host, port, tls: port === 443 }));
    const ports = controllerPorts.map(({ port }) => port);
    const reach = (some: typeof hosts) => () =>
      server.run(getNetworkFacts, { hosts: some, proxy: null, timeoutMs: probeTimeoutMs });
    const reachControllers = (domainControllers: string[], some: number[]) => () =>
      server.run(getControllerFacts, { domainControllers, ports: some, reads: 5, timeoutMs: probeTimeoutMs });
    // The first request starts the session.
    await reach([])();
    const single: number[] = [];
    for (const host of hosts) single.push(await seconds(reach([host])));
    for (const name of controllers)
      for (const port of ports) single.push(await seconds(reachControllers([name], [port])));
    const slowest = Math.max(...single);
    const serial = single.reduce((sum, one) => sum + one, 0);
    const together = await seconds(() =>
      Promise.all([reach(hosts)(), reachControllers(controllers, ports)()]),
    );
    const checked = await seconds(() => run.check("prerequisites"));
    assert.ok(run.stateOf("prerequisites").findings.length > 0);
    return [
      {
        what: "every prerequisite checked, in the time of the slowest probe",
        value: (100 * checked) / slowest,
        bound: 105,
        unit: "%",
        beside: `${checked.toFixed(1)} s with every other fact`,
      },
      {
        what: `${single.length} network probes at once, in the time of the slowest`,
        value: (100 * together) / slowest,
        bound: 105,
        unit: "%",
        beside: `the slowest takes ${slowest.toFixed(1)} s; one after the other ${((100 * serial) / slowest).toFixed(0)} %, ${serial.toFixed(1)} s`,
      },
    ];
  } finally {
    await stop();
  }
};
