/** A request over the session that is open, beside a PowerShell process for each. */
import { getTlsFacts } from "../../../src/setup/operations/server.ts";
import { practice } from "../../powershell/practice.ts";
import { median, type Measure } from "../figure.ts";

const requests = 200;
const processes = 5;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

export const measure: Measure = async () => {
  const { server, stop } = await practice("healthy");
  const read = () => server.run(getTlsFacts, {});
  try {
    await read();
    const overSession: number[] = [];
    for (let turn = 0; turn < requests; turn++) overSession.push(await timed(read));
    const byProcess: number[] = [];
    for (let turn = 0; turn < processes; turn++) {
      server.close();
      byProcess.push(await timed(read));
    }
    return [
      {
        what: `request over one session, median of ${requests}`,
        value: median(overSession),
        bound: 5,
        unit: "ms",
        beside: `${median(byProcess).toFixed(0)} ms with a process for each, median of ${processes}`,
      },
    ];
  } finally {
    await stop();
  }
};
