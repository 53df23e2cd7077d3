/** Answers the sessions' relays: one JSON line each way over a loopback connection that stays open. */
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { agentCmdlets } from "./agentModule.ts";
import { directoryCalls } from "./directory.ts";
import { refusalOf } from "./elevation.ts";
import { placeOf } from "./files.ts";
import type { Machine } from "./machine.ts";
import { probeOf } from "./network.ts";
import { number, text, type StandIn } from "./standIn.ts";
import { standIns } from "./windows.ts";

interface Hello {
  readonly token?: unknown;
  readonly pid?: unknown;
  /** Instead of a session: the process of a program that was prepared. */
  readonly program?: number;
  /** Or one probe, over a connection of its own. */
  readonly probe?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}
interface Call {
  readonly function: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** How host.ps1 starts a program: first its id, then a process of its own, then the wait until that is there. */
const programCalls: Readonly<Record<string, StandIn>> = {
  "prepare a program": (machine, args) => machine.prepare(text(args, "Path"), text(args, "ArgumentLine")),
  "await a program": ({ programs }, args) => programs.began(number(args, "Id")),
};

/** How host.ps1 starts a child of a session: as what, where that is no PowerShell. */
const childCalls: Readonly<Record<string, StandIn>> = {
  "start of a child": ({ state }) => state.now.next.child ?? "",
};

/** How host.ps1 opens a named file: first its place here. */
const fileCalls: Readonly<Record<string, StandIn>> = {
  "place of a named file": (machine, args) => {
    machine.opened.push(text(args, "Path"));
    return placeOf(machine.dir, text(args, "Path"));
  },
};

const answerTo = async (machine: Machine, call: Call, isThere: () => boolean): Promise<object> => {
  machine.calls += 1;
  if (machine.state.now.next.denied.includes(call.function))
    return { denied: `Access to ${call.function} is denied.` };
  const failure = machine.state.now.next.fails[call.function];
  if (failure !== undefined) return { failed: failure };
  const refusal = machine.state.now.identity.elevated ? undefined : refusalOf(call.function, call.arguments);
  if (refusal) return refusal;
  while (machine.state.now.next.silent.includes(call.function)) {
    await sleep(5, undefined, { ref: false });
    // Whoever asked is gone: nothing comes of it.
    if (!isThere()) return {};
  }
  const standIn =
    standIns[call.function] ??
    agentCmdlets[call.function] ??
    programCalls[call.function] ??
    childCalls[call.function] ??
    fileCalls[call.function] ??
    directoryCalls[call.function];
  if (!standIn) return { failed: `The practice server has no stand-in for ${call.function}` };
  try {
    return { value: (await standIn(machine, call.arguments)) ?? null };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
};

/** `=function<tab>name<tab>value...`, or JSON where a value is more than a text. */
const callOf = (line: string): Call => {
  if (!line.startsWith("=")) return JSON.parse(line) as Call;
  const [name = "", ...rest] = line.slice(1).split("\t");
  const given: Record<string, unknown> = {};
  for (let at = 0; at + 1 < rest.length; at += 2) given[rest[at] ?? ""] = rest[at + 1];
  return { function: name, arguments: given };
};

/** Nothing, a whole number or a text on one line without JSON; anything else as JSON. */
const lineOf = (answer: object): string => {
  const value: unknown = "value" in answer ? answer.value : answer;
  if (value === null) return "0";
  if (typeof value === "number" && Number.isInteger(value)) return `i${value}`;
  if (typeof value === "string" && !/[\r\n]/u.test(value)) return `s${value}`;
  return JSON.stringify(answer);
};

/** One probe: a line for each thing that happens, then the end. Probes do not wait for each other. */
const serveProbe = async (socket: Socket, machine: Machine, hello: Hello): Promise<void> => {
  const probe = probeOf[hello.probe ?? ""];
  machine.probes.push(`${hello.probe ?? ""} ${JSON.stringify(hello.arguments)}`);
  while (machine.probes.length < machine.state.now.network.waitsForOthers && !socket.destroyed)
    await sleep(5);
  if (machine.state.now.next.silent.includes(hello.probe ?? "")) return;
  for await (const said of probe?.(machine, hello.arguments ?? {}) ?? []) {
    if (socket.destroyed) return;
    socket.write(`${JSON.stringify(said)}\n`);
  }
  socket.end();
};

/** The process of a program: when it is gone, the program has ended, in the middle perhaps. */
const serveProgram = (socket: Socket, { programs }: Machine, id: number): void => {
  programs.begin(id, (exitCode) => socket.end(`${exitCode}\n`));
  socket.on("close", () => {
    programs.end(id);
  });
};

const serve = (socket: Socket, machine: Machine, token: string, trusted: string): void => {
  socket.setNoDelay(true);
  socket.on("error", () => undefined);
  let pid: number | undefined;
  let last: Promise<void> = Promise.resolve();
  const lines = createInterface({ input: socket });
  // Passed on from the socket: whoever was there has been ended.
  lines.on("error", () => undefined);
  lines.on("line", (line) => {
    if (pid !== undefined) {
      last = last.then(async () => {
        socket.write(`${lineOf(await answerTo(machine, callOf(line), () => !socket.destroyed))}\n`);
      });
      return;
    }
    const hello = JSON.parse(line) as Hello;
    if (hello.token === token && hello.probe !== undefined) {
      void serveProbe(socket, machine, hello);
    } else if (hello.token === token && hello.program !== undefined) {
      serveProgram(socket, machine, hello.program);
    } else if (hello.token !== token || typeof hello.pid !== "number") {
      socket.destroy();
    } else if (machine.isRestarting) {
      socket.end("refused\tThe server is restarting.\n");
    } else {
      pid = hello.pid;
      machine.sessionBegan(pid);
      socket.write(`accepted\t${machine.state.now.next.languageMode}\t${trusted}\n`);
    }
  });
  socket.on("close", () => {
    if (pid !== undefined) machine.sessionEnded(pid);
  });
};

/** Listens on a free loopback port. `trusted`: SHA-1 of the certificate that sessions are to trust, in hex. */
export const startRelay = async (
  machine: Machine,
  token: string,
  trusted: string,
): Promise<{ port: number; stop: () => Promise<void> }> => {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serve(socket, machine, token, trusted);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
