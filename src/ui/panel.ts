/** The panel of one step: sends the view, takes intents. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { intent, type Intent } from "../messages/intent.ts";
import { pageHtml } from "../messages/pageShell.ts";
import * as v from "valibot";
import { findingKey } from "../setup/finding.ts";
import type { Run } from "../setup/engine/run.ts";
import { isStepId, type StepId } from "../setup/step.ts";
import { openLink } from "./openLink.ts";
import { showProblem } from "./problems.ts";
import { stepViewOf } from "./stepView.ts";
import { pagePanel } from "./surfaces/items.ts";
import type { Log } from "./surfaces/log.ts";

/** Views that follow each other within this time are sent as one. */
const settleMs = 40;

export class Panels implements vscode.Disposable {
  readonly #run: Run;
  readonly #extension: vscode.Uri;
  readonly #log: Log;
  readonly #open = new Map<StepId, vscode.WebviewPanel>();

  constructor(run: Run, extension: vscode.Uri, log: Log) {
    this.#run = run;
    this.#extension = extension;
    this.#log = log;
  }

  dispose(): void {
    for (const panel of this.#open.values()) panel.dispose();
  }

  /** Shows a step, and looks at it again where its last word is older than this start of VS Code. */
  show(id: StepId): void {
    this.open(id);
    this.#try(this.#run.refresh(id));
  }

  /** Shows a step as it is. */
  open(id: StepId): void {
    const open = this.#open.get(id);
    if (open) open.reveal();
    else this.#create(id);
  }

  #create(id: StepId): void {
    const folder = vscode.Uri.joinPath(this.#extension, "dist", "webview");
    const icon = vscode.Uri.joinPath(this.#extension, "media", "step.svg");
    const panel = pagePanel(this.#run.stepOf(id).title(), folder, icon);
    const { webview } = panel;
    let ready = false;
    let timer: NodeJS.Timeout | undefined;
    const send = () => {
      timer = undefined;
      if (ready) void webview.postMessage(stepViewOf(this.#run, id));
    };
    const listening = this.#run.onChange(() => {
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
      } else this.#try(this.#obey(id, parsed.output));
    });
    panel.onDidDispose(() => {
      listening();
      clearTimeout(timer);
      this.#open.delete(id);
    });
    this.#open.set(id, panel);
    webview.html = pageHtml({
      nonce: randomBytes(16).toString("base64"),
      cspSource: webview.cspSource,
      scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, "main.js")).toString(),
      styleUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, "page.css")).toString(),
      title: panel.title,
      language: vscode.env.language,
    });
  }

  async #obey(id: StepId, said: Intent): Promise<void> {
    const run = this.#run;
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
        if (isStepId(said.step) && run.steps.some((step) => step.id === said.step)) this.show(said.step);
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
