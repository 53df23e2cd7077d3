/** For one test file: a practice server with an installed agent, put back before each test. */
import assert from "node:assert/strict";
import { scenarios } from "../../lab/scenarios/index.ts";
import { agentFolder, traceFolder } from "../../lab/server/agent.ts";
import { getInstallerFacts, saveInstaller } from "../../src/setup/operations/installer.ts";
import { ProblemError } from "../../src/setup/problem.ts";
import { until } from "../until.ts";
import { onPractice } from "./onPractice.ts";

export const onInstalled = () => {
  const at = onPractice("installed", { emptied: (dir) => [agentFolder(dir), traceFolder(dir)] });
  const more = {
    /** Begins, loses its session while setup works, and lets that go on. */
    cutDuring: async (begin: () => Promise<unknown>) => {
      at.lab.change(({ next }) => (next.hangs = true));
      const lost = assert.rejects(begin());
      await until(() => Object.keys(at.lab.state().programs).length > 0);
      at.server.close();
      await lost;
      at.lab.change(({ next }) => (next.hangs = false));
    },
    /** An installer that was fetched, on a healthy server that is reached over a network log-on. */
    overNetwork: async () => {
      at.lab.change((state) => {
        Object.assign(state, scenarios.healthy());
        state.windows.networkLogon = true;
      });
      const url = `${at.lab.address}/download/AADConnectProvisioningAgentSetup.exe`;
      const { path } = await at.run(saveInstaller, { url });
      const { sha256 } = await at.run(getInstallerFacts, { path });
      return { path, sha256: sha256 ?? "", arguments: [] };
    },
    /** An installed agent whose package is uninstalled by this command. @returns which product that is */
    uninstalledBy: (uninstall: string, quietUninstall = uninstall) => {
      at.lab.change((state) => {
        Object.assign(state, scenarios.installed());
        for (const one of state.products) if (!one.isMsi) Object.assign(one, { uninstall, quietUninstall });
      });
      return { id: at.lab.state().products.find(({ isMsi }) => !isMsi)?.id ?? "" };
    },
    /** The work fails, and code, raw text or words say this. */
    raw: (work: Promise<unknown>, said: RegExp) =>
      assert.rejects(work, (error) => {
        assert.ok(error instanceof ProblemError, String(error));
        assert.match(`${error.problem.code} ${error.problem.raw ?? ""} ${error.problem.happened}`, said);
        return true;
      }),
  };
  // As they are: what is asked of the practice server is asked once it has begun.
  return Object.assign(at, more);
};
