/** What carries out the operations of each port, and the closed list of what can be asked of it. */
import * as l10n from "@vscode/l10n";
import { carried, type Carrying } from "./carried.ts";
import { resultsBy } from "../result.ts";
import type { Call } from "../call.ts";
import { notThereYet } from "../notThereYet.ts";
import { listed, type Listed } from "../operations/index.ts";
import { isChanging, type Changing, type Operation, type Port } from "../operations/operation.ts";
import type { Carrier, RunOperation, Server } from "../ports.ts";
import { ProblemError, type Problem } from "../problem.ts";
import { shownName } from "../target.ts";

/** The ports that a run is given. One that is `absent` fails what is asked of it, each by itself. */
export interface Ports extends Omit<Carrying, "port"> {
  readonly server: Server;
  readonly directory: Carrier;
  readonly cloud: Carrier;
  /** What can be asked of each; the product's own lists where it is not said. */
  readonly listed?: Listed;
}

const notThere = (port: keyof typeof notThereYet): Problem => ({
  code: "operationFailed",
  of: "operation",
  notNow: true,
  happened: notThereYet[port](),
  means: l10n.t("Nothing was read or changed."),
  next: [l10n.t("Look there yourself: the step's page says what for.")],
});

/** A port that is not there. */
export const absent = (port: keyof typeof notThereYet): Carrier => ({
  run: () => Promise.reject(new ProblemError(notThere(port))),
});

export class Carriers {
  readonly #carriers: Readonly<Record<Port, Carrier>>;
  readonly #server: Server;
  readonly #listed: Listed;

  constructor({ server, directory, cloud, ...more }: Ports) {
    this.#server = server;
    const through = (port: Port, carrier: Carrier) => carried(carrier, { ...more, port });
    this.#carriers = {
      server: through("server", server),
      directory: through("directory", directory),
      cloud: through("cloud", cloud),
    };
    this.#listed = more.listed ?? listed;
  }

  /**
   * Carries out an operation where it belongs. It goes through `carried.ts`, and its answer is held to the operation's own shape
   * here, and nowhere else: every answer of every port passes by, and what a port gives has no type before.
   * @throws where its port does not list it
   */
  readonly run: RunOperation = (operation, args, how) => {
    const { port, name } = operation;
    if (this.find(port, name) === undefined) throw new Error(`${name} is no operation of ${port}`);
    return resultsBy(this.#carriers[port])(operation, args, how);
  };

  /** The operation of that name, where the port lists one. */
  find(port: Port, name: string): Operation | undefined {
    return this.#listed[port].find((one) => one.name === name);
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
        return shownName(this.#server);
      case "directory":
        return l10n.t("the directory");
      case "cloud":
        return l10n.t("the tenant");
    }
  }
}
