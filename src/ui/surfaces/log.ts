/** The extension's log in VS Code's output. It may hold lines, and nothing that a reader cannot see. */
import * as vscode from "vscode";
import { plainLines } from "../../setup/text/plainText.ts";

export interface Log {
  readonly debug: (text: string) => void;
  readonly warn: (text: string) => void;
  readonly error: (text: string) => void;
  /** Brings it to the front. */
  readonly show: () => void;
  readonly dispose: () => void;
}

/** How much of one text is logged: lines, and characters of a line. */
const most = { lines: 500, characters: 4000 };

export const openLog = (name: string): Log => {
  const channel = vscode.window.createOutputChannel(name, { log: true });
  const plain = (text: string) => plainLines(text, most.lines, most.characters);
  return {
    debug: (text) => {
      channel.debug(plain(text));
    },
    warn: (text) => {
      channel.warn(plain(text));
    },
    error: (text) => {
      channel.error(plain(text));
    },
    show: () => {
      channel.show();
    },
    dispose: () => {
      channel.dispose();
    },
  };
};
