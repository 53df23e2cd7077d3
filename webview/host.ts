/** The line to the host: intents go out, and what the page keeps of itself is stored by VS Code. */
import * as v from "valibot";
import type { Intent, Said } from "../src/messages/intent.ts";

declare const acquireVsCodeApi: () => {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** What is kept while the panel is hidden: which foldable parts are open. Never anything typed: this reaches the disk. */
const pageState = v.object({ open: v.array(v.string()) });

/** What a page has of it. */
export interface Host {
  send(said: Said): void;
  isOpen(part: string): boolean;
  keepOpen(part: string, open: boolean): void;
}

/** The line itself. */
export interface Line {
  /** Says that views can be sent. */
  ready(): void;
  /** The line as the page of a step has it. */
  of(step: string): Host;
}

/** Takes VS Code's interface, which it gives out once. */
export const connectHost = (): Line => {
  const api = acquireVsCodeApi();
  const kept = v.safeParse(pageState, api.getState());
  const open = new Set(kept.success ? kept.output.open : []);
  const post = (said: Intent) => {
    api.postMessage(said);
  };
  return {
    ready: () => {
      post({ kind: "ready" });
    },
    of: (page) => ({
      send: (said) => {
        post({ ...said, page });
      },
      isOpen: (part) => open.has(part),
      keepOpen: (part, isOpen) => {
        if (open.has(part) === isOpen) return;
        if (isOpen) open.add(part);
        else open.delete(part);
        api.setState({ open: [...open] });
      },
    }),
  };
};
