/** Servers on which an installation is run. */
import { goodInstaller, installedAgent, noAgent } from "./facts.ts";
import { script, type Script } from "./scriptedServer.ts";

/** The agent is there once it was installed. */
export const installs = (): Script => {
  let agent = noAgent;
  return script({
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Get-CloudSyncAgentFact": () => agent,
    "Install-CloudSyncAgent": () => {
      agent = installedAgent;
      return { exitCode: 0, logPath: "" };
    },
  });
};

/** The installer is at work until it is let go, and then ends with this code. */
export const heldInstallation = (exitCode = 0): { readonly of: Script; readonly go: () => void } => {
  let go: () => void = () => undefined;
  const of = script({
    "Get-CloudSyncInstallerFact": () => goodInstaller,
    "Install-CloudSyncAgent": () =>
      new Promise((resolve) => {
        go = () => {
          resolve({ exitCode, logPath: "" });
        };
      }),
  });
  return {
    of,
    go: () => {
      go();
    },
  };
};
