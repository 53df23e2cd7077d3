/** For one test file: the module's own probes in a real PowerShell, outside the practice server, and servers for them to reach. */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import type { AddressInfo, Server, Socket } from "node:net";
import path from "node:path";
import { createInterface, type Interface } from "node:readline";
import { after, before } from "node:test";
import { findPowerShell, powerShellEnvironment } from "../../scripts/tools/powershell.mjs";
import { moduleFolder } from "./practice.ts";

export const ownProbes = () => {
  let engine: ChildProcess | undefined;
  let lines: Interface | undefined;
  const sockets = new Set<Socket>();
  const servers: Server[] = [];

  before(async () => {
    const { program, args } = await findPowerShell({ install: true });
    const script = path.join(import.meta.dirname, "probes.ps1");
    engine = spawn(program, [...args, "-NoProfile", "-NonInteractive", "-File", script, moduleFolder], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...powerShellEnvironment },
    });
    assert.ok(engine.stdout);
    lines = createInterface({ input: engine.stdout });
  });
  after(() => {
    engine?.stdin?.end();
    for (const socket of sockets) socket.destroy();
    for (const server of servers) server.close();
  });

  return {
    /** What an operation answers. */
    ask: async (call: string, args: object, more: object = {}): Promise<unknown> => {
      const answer = new Promise<string>((resolve) => lines?.once("line", resolve));
      engine?.stdin?.write(`${JSON.stringify({ call, args, ...more })}\n`);
      return JSON.parse(await answer);
    },
    /** The free port on which a server listens from now on, until the file's tests are over. */
    listen: async (server: Server): Promise<number> => {
      servers.push(server);
      server.on("connection", (socket) => {
        sockets.add(socket);
        socket.on("error", () => undefined);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return (server.address() as AddressInfo).port;
    },
  };
};
