/** What carries out the operations of each port, and the closed list of what can be asked of it. */
import * as l10n from "@vscode/l10n";
import type { Call } from "../call.ts";
import { operations } from "../operations/index.ts";
import { isChanging, type Changing, type Operation, type Port } from "../operations/operation.ts";
import type { Cloud, Directory, Server } from "../ports.ts";
import { shownName } from "../target.ts";

/** The ports that a run is given. */
export interface Ports {
  readonly server: Server;
  readonly directory: Directory;
  readonly cloud: Cloud;
}

export class Carriers {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Carries out an operation where it belongs. @throws where its port does not list it. */
  readonly run: Server["run"] = (operation, args, how) => {
    const { port, name } = operation;
    if (this.find(port, name) === undefined) throw new Error(`${name} is no operation of ${port}`);
    return this.#ports[port].run(operation, args, how);
  };

  /** The operation of that name, where the port lists one. */
  find(port: Port, name: string): Operation | undefined {
    const listed: readonly Operation[] = port === "server" ? operations : this.#ports[port].operations;
    return listed.find((one) => one.name === name);
  }

  /** What a call that was kept is about. @throws where nothing is changed by it. */
  readonly changing = ({ port, op }: Call): Changing => {
    const found = this.find(port, op);
    if (found === undefined || !isChanging(found)) throw new Error(`Nothing is changed by ${op}`);
    return found;
  };

  /** What a port is called while something is done there. */
  nameOf(port: Port): string {
    switch (port) {
      case "server":
        return shownName(this.#ports.server);
      case "directory":
        return l10n.t("the directory");
      case "cloud":
        return l10n.t("the tenant");
    }
  }
}
