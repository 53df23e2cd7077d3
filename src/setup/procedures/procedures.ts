import type { Step } from "../step.ts";
import { confirm } from "../steps/confirm.ts";
import { directory } from "../steps/directory.ts";
import { download } from "../steps/download.ts";
import { install } from "../steps/install.ts";
import { keepSettings } from "../steps/keepSettings.ts";
import { permissions } from "../steps/permissions.ts";
import { prerequisites } from "../steps/prerequisites.ts";
import { repair } from "../steps/repair.ts";
import { server } from "../steps/server.ts";
import { serviceAccount } from "../steps/serviceAccount.ts";
import { uninstall } from "../steps/uninstall.ts";
import { verify } from "../steps/verify.ts";

/** What the steps are told by the settings; functions, because settings may change while VS Code is open. */
export interface StepSettings {
  /** The address the installer is downloaded from unless the plan names another. */
  readonly installerUrl: () => string;
  /** Whom an access token for registering must be for; empty for anybody. */
  readonly tokenAudience?: () => string;
}

const confirmWith = ({ tokenAudience }: Pick<StepSettings, "tokenAudience">): Step =>
  confirm(tokenAudience ?? (() => ""));

/** The guided installation, in its order. */
export const installSteps = (settings: StepSettings): readonly Step[] => [
  server,
  prerequisites(),
  download(settings.installerUrl),
  install,
  serviceAccount,
  directory,
  confirmWith(settings),
  permissions(),
  verify,
];

/** An agent from before managed accounts, or simply an older one: installed over, then registered as its managed account. */
export const upgradeSteps = (settings: StepSettings): readonly Step[] => [
  server,
  prerequisites(true),
  download(settings.installerUrl, true),
  install,
  keepSettings,
  serviceAccount,
  directory,
  confirmWith(settings),
  permissions(true),
  verify,
];

/** An agent that does not run, or that must be registered again. */
export const repairSteps = (settings: Pick<StepSettings, "tokenAudience"> = {}): readonly Step[] => [
  server,
  repair,
  serviceAccount,
  directory,
  confirmWith(settings),
  permissions(),
  verify,
];

/** The agent is taken off the server. */
export const uninstallSteps = (): readonly Step[] => [server, uninstall];

/** What can be done with an agent. */
export const procedureIds = ["install", "upgrade", "repair", "uninstall"] as const;
export type ProcedureId = (typeof procedureIds)[number];
export const isProcedureId = (id: unknown): id is ProcedureId =>
  (procedureIds as readonly unknown[]).includes(id);

/** The steps of each procedure. */
export const procedures: Readonly<Record<ProcedureId, (settings: StepSettings) => readonly Step[]>> = {
  install: installSteps,
  upgrade: upgradeSteps,
  repair: repairSteps,
  uninstall: uninstallSteps,
};
