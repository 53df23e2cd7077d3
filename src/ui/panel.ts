/** The panel of one step: sends the view, takes intents. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { intent, type Intent } from "../messages/intent.ts";
import { pageHtml } from "../messages/pageShell.ts";
import * as v from "valibot";
import { findingKey } from "../setup/finding.ts";
import type { Runs } from "../setup/engine/runs.ts";
import { isStepId } from "../setup/step.ts";
import { refKey, type StepRef } from "../setup/stepRef.ts";
import { openLink } from "./openLink.ts";
import { showProblem } from "./problems.ts";
import { stepViewOf } from "./stepView.ts";
import { pagePanel } from "./surfaces/items.ts";
import type { Log } from "./surfaces/log.ts";

/** Views that follow each other within this time are sent as one. */
const settleMs = 40;

export class Panels implements vscode.Disposable {
  readonly #runs: Runs;
  readonly #extension: vscode.Uri;
  readonly #log: Log;
  readonly #open = new Map<string, vscode.WebviewPanel>();

  constructor(runs: Runs, extension: vscode.Uri, log: Log) {
    this.#runs = runs;
    this.#extension = extension;
    this.#log = log;
  }

  dispose(): void {
    for (const panel of this.#open.values()) panel.dispose();
  }

  /** Shows a step, and looks at it again where its last word is older than this start of VS Code. */
  show(ref: StepRef): void {
    this.open(ref);
    this.#try(this.#refresh(ref));
  }

  /** Shows a step as it is. */
  open(ref: StepRef): void {
    const open = this.#open.get(refKey(ref));
    if (open) open.reveal();
    else this.#create(ref);
  }

  async #refresh({ server, step }: StepRef): Promise<void> {
    const run = this.#runs.of(server);
    await run.open();
    await run.refresh(step);
    await this.#runs.activate(server);
  }

  #create(ref: StepRef): void {
    const run = this.#runs.of(ref.server);
    const { step: id } = ref;
    const folder = vscode.Uri.joinPath(this.#extension, "dist", "webview");
    const icon = vscode.Uri.joinPath(this.#extension, "media", "step.svg");
    const panel = pagePanel(run.stepOf(id).title(), folder, icon);
    const { webview } = panel;
    let ready = false;
    let timer: NodeJS.Timeout | undefined;
    const send = () => {
      timer = undefined;
      if (ready) void webview.postMessage(stepViewOf(run, id));
    };
    const listening = run.onChange(() => {
      timer ??= setTimeout(send, settleMs);
    });
    webview.onDidReceiveMessage((message: unknown) => {
      const parsed = v.safeParse(intent, message);
      if (!parsed.success) {
        this.#log.warn("The page sent something that is no intent; it was ignored.");
        return;
      }
      if (parsed.output.kind === "ready") {
        ready = true;
        send();
      } else this.#try(this.#obey(ref, parsed.output));
    });
    panel.onDidDispose(() => {
      listening();
      clearTimeout(timer);
      this.#open.delete(refKey(ref));
    });
    this.#open.set(refKey(ref), panel);
    webview.html = pageHtml({
      nonce: randomBytes(16).toString("base64"),
      cspSource: webview.cspSource,
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, "main.js")).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, "page.css")).toString(),
      title: panel.title,
      language: vscode.env.language,
    });
  }

  async #obey({ server, step: id }: StepRef, said: Intent): Promise<void> {
    const run = this.#runs.of(server);
    switch (said.kind) {
      case "answer":
        return run.answer(id, said.field, said.value);
      case "fix":
        return run.choose(id, findingKey(said), said.chosen);
      case "accept":
        return run.accept(id, findingKey(said));
      case "open":
        return openLink(said.link, run.known.plan.cloud);
      case "show":
        // The page offers the steps of the procedure only.
        if (isStepId(said.step) && run.steps.some((step) => step.id === said.step))
          this.show({ server, step: said.step });
        return;
      case "cancel":
        run.cancel(id);
        return;
      case "run": {
        const action = run
          .stepOf(id)
          .actions(run.stateOf(id), { ...run.known, changesShown: run.changesOf(id) !== undefined })
          .find((one) => one.id === said.action && one.needs === undefined);
        return typeof action?.does === "object"
          ? openLink(action.does.link, run.known.plan.cloud)
          : run.act(id, said.action);
      }
      case "ready":
        return;
    }
  }

  #try(work: Promise<void>): void {
    work.catch((error: unknown) => showProblem(error, this.#log));
  }
}
