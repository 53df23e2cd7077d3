/** What is done to the order of domain controllers from the view, from the palette and by keys: the same answers that the page gives. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { controllerLists, orderField, type PreferenceList } from "../setup/actions/controllerLists.ts";
import { edited, type OrderEdit } from "../setup/directory/orderEdits.ts";
import type { Run } from "../setup/engine/run.ts";
import type { Runs } from "../setup/engine/runs.ts";
import type { AnswerValue } from "../setup/question.ts";
import { serverId } from "../setup/target.ts";
import { chosen, typed } from "./surfaces/boxes.ts";
import { inform } from "./surfaces/notifications.ts";
import type { ControllerCommand, ControllerRow, ListRow } from "./controllersView.ts";

const step = "domainControllers";

/** As VS Code hands a row on, or a test or another extension: it may be anything. */
const about = v.variant("kind", [
  v.object({ kind: v.literal("domain"), server: serverId, domain: v.string() }),
  v.object({
    kind: v.picklist(["controller", "other"]),
    server: serverId,
    domain: v.string(),
    host: v.string(),
  }),
]);

export class ControllerCommands {
  readonly #runs: Runs;
  readonly #selected: () => ListRow | undefined;

  /** `selected`: the row of the view that has the selection, for a key that is pressed there. */
  constructor(runs: Runs, selected: () => ListRow | undefined) {
    this.#runs = runs;
    this.#selected = selected;
  }

  /** Each command by its name. */
  get all(): Readonly<Record<ControllerCommand, (argument?: unknown) => Promise<void>>> {
    return {
      moveControllerUp: (argument) => this.#move(argument, "up"),
      moveControllerDown: (argument) => this.#move(argument, "down"),
      moveControllerToTop: (argument) => this.#move(argument, "top"),
      moveControllerToBottom: (argument) => this.#move(argument, "bottom"),
      removeController: (argument) => this.#onController(argument, (host) => ({ kind: "remove", id: host })),
      addController: (argument) => this.#add(argument),
      proposeControllers: (argument) => this.#arrange(argument, "proposed"),
      orderControllersByLatency: (argument) => this.#arrange(argument, "latency"),
      undoControllers: (argument) => this.#arrange(argument, "undo"),
      measureControllers: async (argument) => {
        const found = await this.#listOf(argument);
        if (found) await found.run.check(step);
      },
    };
  }

  /** Dropped on another row it takes its place; on its domain, or beside the rows, it is the last. */
  async drop(row: ListRow, onto: ListRow | undefined): Promise<void> {
    if (row.kind === "domain" || (onto && (onto.domain !== row.domain || onto.server !== row.server))) return;
    const run = this.#runs.find(row.server);
    const order = () => run && listIn(run, row.domain)?.order;
    if (!run || !order()) return;
    if (row.kind === "other") await this.#answer(run, row.domain, { kind: "add", name: row.host });
    const now = order() ?? [];
    const to = onto?.kind === "controller" ? now.indexOf(onto.host) : now.length - 1;
    await this.#edit(run, row.domain, { kind: "move", host: row.host, to });
  }

  #move(argument: unknown, kind: "up" | "down" | "top" | "bottom"): Promise<void> {
    return this.#onController(argument, (host, { order }) => edited(order, { kind, host }));
  }

  async #edit(run: Run, domain: string, change: OrderEdit): Promise<void> {
    const list = listIn(run, domain);
    if (!list) return;
    const order = edited(list.order, change);
    if (order.some((host, at) => host !== list.order[at])) await this.#answer(run, domain, order);
  }

  async #onController(
    argument: unknown,
    value: (host: string, list: PreferenceList) => AnswerValue,
  ): Promise<void> {
    const found = await this.#listOf(argument);
    if (!found) return;
    const { row, run, list } = found;
    if (list.items.length === 0) {
      await inform(l10n.t("There is no list of {0} yet.", list.domain));
      return;
    }
    const host =
      row?.kind === "controller"
        ? row.host
        : await chosen(
            list.items.map(({ id, measured, detail = "" }, at) => ({
              label: `${at + 1}. ${id}`,
              description: measured?.text ?? "",
              detail,
              value: id,
            })),
            { title: list.domain, placeHolder: l10n.t("Choose a domain controller") },
          );
    if (host !== undefined) await this.#answer(run, list.domain, value(host, list));
  }

  async #add(argument: unknown): Promise<void> {
    const found = await this.#listOf(argument);
    if (!found) return;
    const { row, run, list } = found;
    const name =
      row?.kind === "other"
        ? row.host
        : await typed({
            title: list.domain,
            prompt: l10n.t("Full name of the domain controller, such as {0}", list.add.placeholder ?? ""),
            wrong: (typing) => list.add.wrong(typing.trim()),
          });
    if (name !== undefined) await this.#answer(run, list.domain, { kind: "add", name });
  }

  async #arrange(argument: unknown, by: string): Promise<void> {
    const found = await this.#listOf(argument);
    if (!found) return;
    const { run, list } = found;
    const arrangement = list.arrange.find(({ id }) => id === by);
    if (arrangement?.ids) await this.#answer(run, list.domain, { kind: "arrange", by });
    else
      await inform(
        l10n.t("{0}: the list of {1} would stay as it is.", arrangement?.label ?? by, list.domain),
      );
  }

  /** As the page answers. A value that is wrong is said here, too: the page may not be open. */
  async #answer(run: Run, domain: string, value: AnswerValue): Promise<void> {
    await run.answer(step, orderField(domain), value);
    const wrong = run.plan.answers.draftOf(step, orderField(domain))?.wrong;
    if (wrong !== undefined) await inform(wrong);
  }

  /** The list a command is about: of the row it was called on, of the selected one, of the only domain, or of the one that is chosen. */
  async #listOf(
    argument: unknown,
  ): Promise<{ run: Run; list: PreferenceList; row: ControllerRow | undefined } | undefined> {
    const given = v.safeParse(about, argument);
    const row: ListRow | undefined = given.success ? given.output : this.#selected();
    const run = (row && this.#runs.find(row.server)) ?? this.#runs.active;
    await run.open();
    const lists = controllerLists(run.known);
    const named = row && lists.find(({ domain }) => domain === row.domain);
    if (lists.length === 0) await inform(l10n.t("The plan names no domain yet."));
    const list =
      named ??
      (lists.length > 1
        ? await chosen(
            lists.map((one) => ({ label: one.domain, description: one.order.join(", "), value: one })),
            { title: run.name, placeHolder: l10n.t("Choose a domain") },
          )
        : lists[0]);
    return list && { run, list, row: named && row.kind !== "domain" ? row : undefined };
  }
}

const listIn = (run: Run, domain: string): PreferenceList | undefined =>
  controllerLists(run.known).find((list) => list.domain === domain);
