/** Messages, questions and progress of VS Code's own. Every text is made plain: these surfaces make links and icons of it. */
import * as vscode from "vscode";
import { plainLines, plainText } from "../../setup/text/plainText.ts";

/** Which of the actions was pressed: by its place, since what is shown of a label is not always the label. */
const chosenOf = <T extends string>(
  actions: readonly T[],
  pressed: { at: number } | undefined,
): T | undefined => (pressed === undefined ? undefined : actions[pressed.at]);

const items = (actions: readonly string[]) =>
  actions.map((label, at) => ({ title: plainText(label, 60), at }));

/** Says something. Resolves with the action that was pressed, or undefined when it was closed. */
export const inform = async <T extends string>(message: string, ...actions: T[]): Promise<T | undefined> =>
  chosenOf(actions, await vscode.window.showInformationMessage(plainText(message), ...items(actions)));

/** Says that something failed. */
export const complain = async <T extends string>(message: string, ...actions: T[]): Promise<T | undefined> =>
  chosenOf(actions, await vscode.window.showErrorMessage(plainText(message, 800), ...items(actions)));

/** Asks in the middle of the window. `detail` may have lines; `yes` is the label of the only way on. */
export const confirm = async (question: {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
}): Promise<boolean> => {
  const { message, detail, yes } = question;
  const options = { modal: true, detail: plainLines(detail) };
  const pressed = await vscode.window.showWarningMessage(plainText(message), options, ...items([yes]));
  return chosenOf([yes], pressed) === yes;
};

/** How far something is: `percent` of the whole, 0 to 100, where that is known. */
export type TellProgress = (told: { readonly message: string; readonly percent?: number }) => void;

/** Shows that something is at work. With `cancellable` a person may end it: the signal says so. */
export const withProgress = <T>(
  title: string,
  work: (tell: TellProgress, signal: AbortSignal) => Promise<T>,
  cancellable = false,
): Thenable<T> =>
  vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: plainText(title), cancellable },
    (progress, token) => {
      const ending = new AbortController();
      token.onCancellationRequested(() => {
        ending.abort();
      });
      let shown = 0;
      return work(({ message, percent = shown }) => {
        progress.report({ message: plainText(message), increment: Math.max(0, percent - shown) });
        shown = Math.max(shown, percent);
      }, ending.signal);
    },
  );
