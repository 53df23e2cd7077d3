/**
 * Fifty domain controllers on the four ports that matter, of which ten take the connection and never answer: in the time that one of
 * them is waited for.
 */
import assert from "node:assert/strict";
import { controllersSeen } from "../../../src/setup/network/controllers.ts";
import { probeTimeoutMs } from "../../../src/setup/network/probing.ts";
import { getControllerFacts } from "../../../src/setup/operations/network.ts";
import { practicedRun } from "../../powershell/practicedRun.ts";
import { median, type Measure } from "../figure.ts";

const controllers = Array.from({ length: 50 }, (_, at) => `dc${at}.contoso.com`);
const silent = controllers.filter((_, at) => at % 5 === 0);
const ports = [88, 389, 636, 3268];

export const measure: Measure = async () => {
  const { server, lab, stop } = await practicedRun("healthy");
  try {
    const reach = (domainControllers: string[]) =>
      server.run(getControllerFacts, { domainControllers, ports, reads: 5, timeoutMs: probeTimeoutMs });
    // The first request starts the session, and what is asked for the first time takes longer.
    await reach(controllers);
    lab.change(({ network }) => {
      for (const name of silent) network.hosts[name] = { directory: { fails: "silent" } };
    });
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const from = performance.now();
      const facts = await reach(controllers);
      times.push(performance.now() - from);
      const failed = controllersSeen(facts).filter(({ kind }) => kind === "failed");
      assert.deepEqual(
        failed.map(({ host }) => host),
        silent,
      );
    }
    const took = median(times);
    return [
      {
        what: "50 domain controllers of which 10 never answer, in the time that one is waited for",
        value: (100 * took) / probeTimeoutMs,
        bound: 120,
        unit: "%",
        beside: `${(took / 1000).toFixed(1)} s; one is waited for ${(probeTimeoutMs / 1000).toFixed(0)} s`,
      },
    ];
  } finally {
    await stop();
  }
};
