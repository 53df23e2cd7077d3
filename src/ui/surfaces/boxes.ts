/** VS Code's own boxes: to type into, to choose from, to name files. Every text is made plain. */
import * as vscode from "vscode";
import { plainText } from "../../setup/text/plainText.ts";

export interface Typing {
  readonly title: string;
  readonly prompt: string;
  /** What stands in the box at first; it is what is typed, not what is shown, and stays as it is. */
  readonly value?: string;
  readonly password?: boolean;
  /** What is wrong with what was typed so far, or undefined. */
  readonly wrong?: (value: string) => string | undefined;
}

/** Asks for a line of text. It stays open while one looks elsewhere. */
export const typed = ({ title, prompt, value, password, wrong }: Typing): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    title: plainText(title),
    prompt: plainText(prompt),
    ignoreFocusOut: true,
    ...(value === undefined ? {} : { value }),
    ...(password === undefined ? {} : { password }),
    ...(wrong === undefined
      ? {}
      : {
          validateInput: (now) => {
            const said = wrong(now);
            return said === undefined ? undefined : plainText(said);
          },
        }),
  });

/** One line of a list to choose from, with what it stands for. */
export interface Choice<T> {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly value: T;
}

interface Choosing {
  readonly title: string;
  readonly placeHolder?: string;
  /** Whether it stays open while one looks elsewhere. */
  readonly staysOpen?: boolean;
}

const shownChoices = <T>(choices: readonly Choice<T>[]) =>
  choices.map(({ label, description, detail, value }) => ({
    label: plainText(label),
    ...(description === undefined ? {} : { description: plainText(description) }),
    ...(detail === undefined ? {} : { detail: plainText(detail) }),
    value,
  }));

const shownChoosing = ({ title, placeHolder, staysOpen = false }: Choosing) => ({
  title: plainText(title),
  ignoreFocusOut: staysOpen,
  ...(placeHolder === undefined ? {} : { placeHolder: plainText(placeHolder) }),
});

/** Asks for one of several. */
export const chosen = async <T>(choices: readonly Choice<T>[], asked: Choosing): Promise<T | undefined> =>
  (await vscode.window.showQuickPick(shownChoices(choices), shownChoosing(asked)))?.value;

/** Asks for any number of several; undefined where the list was closed. */
export const chosenMany = async <T>(
  choices: readonly Choice<T>[],
  asked: Choosing,
): Promise<readonly T[] | undefined> =>
  (
    await vscode.window.showQuickPick(shownChoices(choices), { ...shownChoosing(asked), canPickMany: true })
  )?.map(({ value }) => value);

/** Asks for an existing file. */
export const fileToOpen = async (options: vscode.OpenDialogOptions): Promise<vscode.Uri | undefined> =>
  (await vscode.window.showOpenDialog(options))?.[0];

/** Asks for the name of a file to write. */
export const fileToSave = (options: vscode.SaveDialogOptions): Thenable<vscode.Uri | undefined> =>
  vscode.window.showSaveDialog(options);
