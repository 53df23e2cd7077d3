/** A request over the session that is open, beside the same engine giving one line of JSON back, and a process for each. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Lab } from "../../../lab/start.ts";
import { findPowerShell, powerShellEnvironment } from "../../../scripts/tools/powershell.mjs";
import { getNetworkFacts } from "../../../src/setup/operations/network.ts";
import { getTlsFacts } from "../../../src/setup/operations/server.ts";
import { practice } from "../../powershell/practice.ts";
import { median, type Measure } from "../figure.ts";

const turns = 300;
/** What runs often is compiled by then. */
const before = 100;
const processes = 5;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

/** A program that gives back a line for each. */
const asking = ([program = "", ...args]: readonly string[]) => {
  const child = spawn(program, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...powerShellEnvironment },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (line: string): Promise<string> => {
      child.stdin.write(`${line}\n`);
      return ((await lines.next()) as { value: string }).value;
    },
    end: () => child.kill(),
  };
};

const reader = "$in = New-Object IO.StreamReader([Console]::OpenStandardInput());";
const read = "while ($null -ne ($line = $in.ReadLine()))";
/** Reads the JSON and writes it again, as the least that a loop of requests can do. */
const echo = `${reader} ${read} { [Console]::Out.WriteLine((ConvertTo-Json -InputObject (ConvertFrom-Json -InputObject $line) -Compress -Depth 12)); [Console]::Out.Flush() }`;

/** Milliseconds that the practice server's answer to one function of Windows takes, over a session's own relay. */
const relayMs = async ({ settings }: Lab): Promise<number> => {
  const at = asking(settings["cloudSyncSetup.powershellCommand"] as string[]);
  const often = 20;
  const asks = "$null = Get-RegistryValue -Path 'SOFTWARE\\None' -Name 'none'; ".repeat(often);
  // As much to read before it runs.
  const asksNothing = "$path = 'SOFTWARE\\None'; $name = 'none'; ".repeat(often);
  const times = { asked: [] as number[], nothing: [] as number[] };
  for (let turn = 0; turn < turns; turn++) {
    times.asked.push(await timed(() => at.ask(`${asks}'asked'`)));
    times.nothing.push(await timed(() => at.ask(`${asksNothing}'asked'`)));
  }
  at.end();
  return (median(times.asked.slice(before)) - median(times.nothing.slice(before))) / often;
};

export const measure: Measure = async () => {
  const { server, lab, stop } = await practice("healthy");
  const { program, args } = await findPowerShell();
  const json = asking([program, ...args, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", echo]);
  const nothing = { hosts: [], proxy: null, timeoutMs: 1000 };
  const line = JSON.stringify({ id: 1, op: "Get-CloudSyncNetworkFact", args: nothing });
  const times = { echo: [] as number[], nothing: [] as number[], tls: [] as number[] };
  try {
    await server.run(getTlsFacts, {});
    let calls = lab.calls();
    // In turn: what else the machine does in between strikes all.
    for (let turn = 0; turn < turns; turn++) {
      times.echo.push(await timed(() => json.ask(line)));
      times.nothing.push(await timed(() => server.run(getNetworkFacts, nothing)));
    }
    assert.equal(lab.calls(), calls, "nothing of Windows was asked for");
    for (let turn = 0; turn < turns; turn++) times.tls.push(await timed(() => server.run(getTlsFacts, {})));
    calls = (lab.calls() - calls) / turns;
    const byProcess: number[] = [];
    for (let turn = 0; turn < processes; turn++) {
      server.close();
      byProcess.push(await timed(() => server.run(getTlsFacts, {})));
    }
    const [ofEcho, ofNothing, ofTls] = [times.echo, times.nothing, times.tls].map((all) =>
      median(all.slice(before)),
    ) as [number, number, number];
    const relays = calls * (await relayMs(lab));
    return [
      {
        what: "a request that asks for nothing of Windows, beside the same engine giving a line of JSON back",
        value: ofNothing / ofEcho,
        bound: 5,
        unit: "times",
        beside: `${ofNothing.toFixed(2)} ms beside ${ofEcho.toFixed(2)} ms, medians of ${turns - before}; Get-CloudSyncTlsFact ${ofTls.toFixed(1)} ms, of which the ${calls} answers of the practice server take ${relays.toFixed(1)} ms; ${median(byProcess).toFixed(0)} ms with a process for each, median of ${processes}`,
      },
    ];
  } finally {
    json.end();
    await stop();
  }
};
