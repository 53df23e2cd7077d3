import type { Step } from "../step.ts";
import { confirm } from "./confirm.ts";
import { directory } from "./directory.ts";
import { download } from "./download.ts";
import { install } from "./install.ts";
import { prerequisites } from "./prerequisites.ts";
import { server } from "./server.ts";
import { serviceAccount } from "./serviceAccount.ts";
import { verify } from "./verify.ts";

/** What the steps are told by the settings; functions, because settings may change while VS Code is open. */
export interface StepSettings {
  /** The address the installer is downloaded from unless the plan names another. */
  readonly installerUrl: () => string;
}

/** The guided installation, in its order. */
export const installSteps = (settings: StepSettings): readonly Step[] => [
  server,
  prerequisites,
  download(settings.installerUrl),
  install,
  serviceAccount,
  directory,
  confirm,
  verify,
];
