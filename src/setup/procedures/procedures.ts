import * as l10n from "@vscode/l10n";
import type { Procedure } from "../procedure.ts";
import type { ProcedureId, Step } from "../step.ts";
import { nameSteps } from "../stepTitles.ts";
import { confirm } from "../steps/confirm.ts";
import { directory } from "../steps/directory.ts";
import { domainControllers } from "../steps/domainControllers.ts";
import { download } from "../steps/download.ts";
import { install } from "../steps/install.ts";
import { keepSettings } from "../steps/keepSettings.ts";
import { logs } from "../steps/logs.ts";
import { permissions } from "../steps/permissions.ts";
import { prerequisites } from "../steps/prerequisites.ts";
import { repair } from "../steps/repair.ts";
import { server } from "../steps/server.ts";
import { serviceAccount } from "../steps/serviceAccount.ts";
import { uninstall } from "../steps/uninstall.ts";
import { undo } from "../steps/undo.ts";
import { verify } from "../steps/verify.ts";

declare module "../step.ts" {
  interface ProcedureNames {
    readonly install: true;
    readonly upgrade: true;
    readonly repair: true;
    readonly uninstall: true;
  }
}

/** Every procedure, with its steps in their order. */
export const procedures = {
  install: {
    id: "install",
    title: () => l10n.t("Install"),
    detail: () => l10n.t("From an empty server to an agent that is registered, running and active."),
    bringsNewerAgent: false,
    steps: [
      server,
      prerequisites,
      download,
      install,
      serviceAccount,
      directory,
      domainControllers,
      confirm,
      permissions,
      verify,
    ],
  },
  /** An agent from before managed accounts, or simply an older one: installed over, then registered as its managed account. */
  upgrade: {
    id: "upgrade",
    title: () => l10n.t("Upgrade"),
    detail: () =>
      l10n.t("An older agent gets the new version and its managed account, and keeps its settings."),
    bringsNewerAgent: true,
    steps: [
      server,
      prerequisites,
      download,
      install,
      keepSettings,
      serviceAccount,
      directory,
      domainControllers,
      confirm,
      permissions,
      verify,
    ],
  },
  /** An agent that does not run, or that must be registered again. */
  repair: {
    id: "repair",
    title: () => l10n.t("Repair"),
    detail: () => l10n.t("Services, rights, log-on account, or a registration that stopped half-way."),
    bringsNewerAgent: false,
    steps: [server, repair, serviceAccount, directory, domainControllers, confirm, permissions, verify],
  },
  uninstall: {
    id: "uninstall",
    title: () => l10n.t("Uninstall"),
    detail: () => l10n.t("Takes the agent off this server, and says what remains."),
    bringsNewerAgent: false,
    steps: [server, uninstall],
  },
} as const satisfies { readonly [K in ProcedureId]: Procedure & { readonly id: K } };

export const isProcedureId = (id: unknown): id is ProcedureId =>
  typeof id === "string" && Object.hasOwn(procedures, id);

/** Every step of a procedure, once. */
export const allSteps: readonly Step[] = [
  ...new Set(Object.values(procedures).flatMap(({ steps }: Procedure) => steps)),
];

/** The steps that belong to no procedure, each as it is when nothing is asked of it. */
export const stepsOfNone: readonly Step[] = [undo([]), logs({ path: "", hours: 0, hideNames: true }, {})];

nameSteps([...allSteps, ...stepsOfNone]);
