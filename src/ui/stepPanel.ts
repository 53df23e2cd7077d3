/** One panel: sends the view of the step that it shows, takes intents. */
import { randomBytes } from "node:crypto";
import * as l10n from "@vscode/l10n";
import * as vscode from "vscode";
import * as v from "valibot";
import { intent, type Intent } from "../messages/intent.ts";
import { pageHtml } from "../messages/pageShell.ts";
import { findingKey } from "../setup/finding.ts";
import type { Run } from "../setup/engine/run.ts";
import { asStepId, type StepId } from "../setup/step.ts";
import { openLink } from "./openLink.ts";
import { stepViewOf } from "./stepView.ts";
import { PagePanel } from "./surfaces/pagePanel.ts";

/** Views that follow each other within this time are sent as one. */
const settleMs = 40;

export interface StepPanelParts {
  readonly run: Run;
  readonly extension: vscode.Uri;
  readonly beside: boolean;
  /** Shows another step of the same server, where this panel is. */
  readonly show: (step: StepId) => void;
  readonly warn: (text: string) => void;
  readonly failed: (error: unknown) => void;
  readonly closed: () => void;
}

export class StepPanel {
  readonly #parts: StepPanelParts;
  readonly #panel: PagePanel;
  #step: StepId;
  #ready = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(step: StepId, parts: StepPanelParts) {
    this.#parts = parts;
    this.#step = step;
    const { beside, extension, run } = parts;
    const folder = vscode.Uri.joinPath(extension, "dist", "webview");
    const panel = new PagePanel(
      this.#title,
      folder,
      vscode.Uri.joinPath(extension, "media", "step.svg"),
      beside,
    );
    this.#panel = panel;
    const stop = run.onChange(() => {
      this.#timer ??= setTimeout(() => {
        this.#send();
      }, settleMs);
    });
    panel.onMessage((message) => {
      this.#take(message);
    });
    panel.onClosed(() => {
      stop();
      clearTimeout(this.#timer);
      parts.closed();
    });
    panel.load({
      script: "main.js",
      style: "page.css",
      html: (page) =>
        pageHtml({
          nonce: randomBytes(16).toString("base64"),
          title: this.#title,
          language: vscode.env.language,
          ...page,
        }),
    });
  }

  /** Shows a step in the place of the one that was shown, and comes to the front. */
  show(step: StepId): void {
    this.#step = step;
    this.#send();
    this.#panel.reveal();
  }

  close(): void {
    this.#panel.dispose();
  }

  get #title(): string {
    const { run } = this.#parts;
    return l10n.t("{0} - {1}", run.stepOf(this.#step).title(), run.name);
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#panel.title = this.#title;
    if (this.#ready) this.#panel.post(stepViewOf(this.#parts.run, this.#step));
  }

  #take(message: unknown): void {
    const parsed = v.safeParse(intent, message);
    if (!parsed.success) {
      this.#parts.warn("The page sent something that is no intent; it was ignored.");
      return;
    }
    if (parsed.output.kind === "ready") {
      this.#ready = true;
      this.#send();
    } else this.#obey(parsed.output).catch(this.#parts.failed);
  }

  /** What was typed or pressed on a page counts for the step of that page, whatever is shown meanwhile. */
  async #obey(said: Exclude<Intent, { readonly kind: "ready" }>): Promise<void> {
    const { run } = this.#parts;
    const id = asStepId(said.page);
    if (!run.knows(id)) return;
    switch (said.kind) {
      case "answer":
        return run.answer(id, said.field, said.value);
      case "add":
        run.addItem(id, said.field);
        return;
      case "remove":
        return run.removeItem(id, said.field, said.item);
      case "fix":
        return run.choose(id, findingKey(said), said.chosen);
      case "accept":
        return run.accept(id, findingKey(said));
      case "open":
        return openLink(said.link, run.known.plan.cloud);
      case "show": {
        // The page offers the steps of the procedure only.
        const wanted = run.steps.find((step) => step.id === said.step);
        if (wanted) this.#parts.show(wanted.id);
        return;
      }
      case "cancel":
        run.cancel(id);
        return;
      case "run": {
        const does = run.actionsOf(id).find((one) => one.id === said.action)?.does;
        return typeof does === "object" && "link" in does
          ? openLink(does.link, run.known.plan.cloud)
          : run.act(id, said.action, said.about);
      }
    }
  }
}
