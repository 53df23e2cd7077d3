/** Runs of the engine on a scripted server whose state changes, as far as their record goes: guided, cut, undone. */
import type { Change } from "../../../src/setup/change.ts";
import type { JournalEvent } from "../../../src/setup/journal.ts";
import type { AgentFacts } from "../../../src/setup/operations/agent.ts";
import type { Call } from "../../../src/setup/call.ts";
import type { Clock } from "../../../src/setup/ports.ts";
import { undo } from "../../../src/setup/steps/undo.ts";
import { said } from "../../../src/setup/told/values.ts";
import {
  goodInstaller,
  healthyTls,
  installedAgent,
  noAgent,
  noInstaller,
  registeredAgent,
  tenant,
} from "./facts.ts";
import {
  gone,
  here,
  planned,
  script,
  shownAndApplied,
  testClock,
  testRun,
  type Script,
} from "./scriptedServer.ts";
import { press } from "../../press.ts";
import type { ReportAbout } from "../../../src/setup/report/changeReport.ts";

/** Whose report it is, and when it is made. */
export const reportAbout: ReportAbout = {
  server: "SYNC01",
  id: "SYNC01",
  user: "ada",
  machine: "WORKPLACE7",
  at: "2026-11-25T08:00:00.000Z",
  extension: "0.1.0",
  language: "en",
};

const on = here;
const values = { clientEnabled: 0, strongCrypto: 0 };
type Setting = keyof typeof values;

/** A server whose TLS values, installer and agent are as the operations leave them. */
export const changingServer = (): {
  readonly of: Script;
  readonly state: { cutAfter: Setting | undefined; agent: AgentFacts };
} => {
  const state = {
    cutAfter: undefined as Setting | undefined,
    saved: false,
    agent: noAgent,
    values: { ...values },
  };
  const of = script({
    "Get-CloudSyncTlsFact": () => ({
      ...healthyTls,
      clientEnabled: { value: state.values.clientEnabled },
      strongCrypto: { value: state.values.strongCrypto },
    }),
    "Set-CloudSyncTlsValue": (args, { whatIf, onEvent }) => {
      const [setting, after] = [String(args.setting) as Setting, Number(args.value)];
      const before = state.values[setting];
      if (before === after) return {};
      const back: Call = { port: "server", op: "Set-CloudSyncTlsValue", args: { setting, value: before } };
      const change: Change = {
        on,
        certainty: "exact",
        what: "registryValue",
        params: { value: `HKLM\\${setting}` },
        before,
        after,
        undo: back,
      };
      if (whatIf !== true) state.values[setting] = after;
      // It was made, and nobody was told.
      if (whatIf !== true && state.cutAfter === setting) throw gone();
      onEvent?.({ kind: "change", change });
      return {};
    },
    "Set-CloudSyncRestartMark": () => ({}),
    "Get-CloudSyncInstallerFact": () => (state.saved ? goodInstaller : noInstaller),
    "Save-CloudSyncInstaller": (_, { whatIf, onEvent }) => {
      if (state.saved) return { path: goodInstaller.path };
      const change: Change = {
        on,
        certainty: "exact",
        what: "file",
        params: { path: goodInstaller.path },
        before: null,
        after: said("aNewOne"),
      };
      onEvent?.({ kind: "change", change });
      if (whatIf !== true) state.saved = true;
      return { path: goodInstaller.path };
    },
    "Get-CloudSyncAgentFact": () => state.agent,
    "Install-CloudSyncAgent": (_, { whatIf, onEvent }) => {
      const change: Change = {
        on,
        certainty: "exact",
        what: "program",
        params: { name: "provisioning agent" },
        before: null,
        after: "1.1.2334.0",
      };
      onEvent?.({ kind: "change", change });
      if (whatIf !== true) state.agent = installedAgent;
      return { exitCode: 0, logPath: "" };
    },
    "Get-CloudSyncRegisteredDomain": () => ({
      domains: state.agent === registeredAgent ? { value: ["contoso.com"] } : { unread: "not registered" },
    }),
    "Register-CloudSyncAgent": (_, { whatIf }) => {
      if (whatIf !== true) state.agent = registeredAgent;
      return { steps: ["Connect-AADCloudSyncAzureAD"] };
    },
  });
  return { of, state };
};

/** Each moment is a second after the one before. */
const ticking = (start: string): Clock => {
  const clock = testClock(start);
  let ticks = 0;
  return { ...clock, now: () => new Date(Date.parse(clock.now()) + 1000 * ticks++).toISOString() };
};

const plan = () => ({ ...planned(), registrationMethod: "credential" as const, tenant });
const credentials = () => [
  { user: "admin@contoso.onmicrosoft.com", password: "Kz7-cloud-secret" },
  { user: "CONTOSO\\root", password: "Kz7-domain-secret" },
];
const shownBy = { extension: "0.1.0", language: "en" };
const start = "2026-11-24T12:00:00.000Z";

export interface Recorded {
  readonly events: readonly JournalEvent[];
}

/** From an unfit server to an agent that was seen active. */
export const guidedRun = async (): Promise<ReturnType<typeof testRun>> => {
  const { of } = changingServer();
  const at = testRun(of, {
    accepted: false,
    shownBy,
    clock: ticking(start),
    yes: true,
    credentials: credentials(),
  });
  const { run } = at;
  await run.plan.useFile(plan(), "agent.cloudsync.json");
  await run.check("server");
  await run.check("prerequisites");
  await shownAndApplied(run, "prerequisites");
  await run.check("download");
  await run.answer("download", "licence", true);
  await shownAndApplied(run, "download");
  await run.accept("download", "installerVersion:1.1.2334.0");
  await shownAndApplied(run, "install");
  await run.check("serviceAccount");
  await run.check("directory");
  await shownAndApplied(run, "confirm");
  await run.check("verify");
  await press(run, "verify", "seen");
  return at;
};

/** The session ends in the middle of a fix that was made, and nobody was told; then VS Code is closed. */
export const cutRun = async (): Promise<{
  readonly cut: readonly JournalEvent[];
  readonly goneOn: readonly JournalEvent[];
}> => {
  const { of, state } = changingServer();
  const first = testRun(of, { accepted: false, shownBy, clock: ticking(start), yes: true });
  await first.run.check("server");
  await first.run.check("prerequisites");
  state.cutAfter = "strongCrypto";
  await shownAndApplied(first.run, "prerequisites");
  const cut = [...first.events];
  state.cutAfter = undefined;
  const next = testRun(of, {
    accepted: false,
    shownBy,
    clock: ticking("2026-11-24T13:00:00.000Z"),
    yes: true,
    events: cut,
  });
  await next.run.check("server");
  await shownAndApplied(next.run, "prerequisites");
  return { cut, goneOn: [...next.events] };
};

/** What can be taken back after a guided run is. */
export const undoneRun = async (): Promise<readonly JournalEvent[]> => {
  const { events, run } = await guidedRun();
  run.register(undo(run.undoable.can));
  await shownAndApplied(run, "undo");
  return events;
};
