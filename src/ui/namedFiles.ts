/** Files that a person named: read and written through VS Code, and what a disk says of them said in words. */
import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import * as vscode from "vscode";
import { fileProblem, type FileUse } from "../setup/fileProblem.ts";
import { ProblemError } from "../setup/problem.ts";

/** What the file is to the reader, and what it means that it cannot be used: see `fileProblem`. */
export type NamedUse = Pick<FileUse, "what" | "means">;

/** VS Code's own names of errors, as the system would say them: https://code.visualstudio.com/api/references/vscode-api#FileSystemError. */
const systemCodes: Readonly<Record<string, string>> = {
  NoPermissions: "EACCES",
  FileNotFound: "ENOENT",
  FileExists: "EEXIST",
  FileIsADirectory: "EISDIR",
  FileNotADirectory: "ENOTDIR",
  Unavailable: "ENODEV",
};

/** VS Code hands the system's name of an error on in its text alone. */
const asSystemError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const named = /\b(E[A-Z]{2,15}|UNKNOWN):/u.exec(error.message.slice(0, 1000))?.[1];
  const own = "code" in error && typeof error.code === "string" ? systemCodes[error.code] : undefined;
  const code = named ?? own;
  return code === undefined ? error : Object.assign(new Error(error.message), { code });
};

/** The last part of its path. */
export const nameOf = (file: vscode.Uri): string => file.path.slice(file.path.lastIndexOf("/") + 1);

/** What was said of a file that was to be read. */
export const namedProblem = (error: unknown, file: vscode.Uri, use: NamedUse): ProblemError =>
  new ProblemError(fileProblem(asSystemError(error), { ...use, doing: "read", path: file.fsPath }));

const inWords = async <T>(use: FileUse, work: () => Thenable<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw new ProblemError(fileProblem(asSystemError(error), use));
  }
};

/** @throws ProblemError where it cannot be read. */
export const readNamed = <T>(file: vscode.Uri, use: NamedUse, work: () => Thenable<T>): Promise<T> =>
  inWords({ ...use, doing: "read", path: file.fsPath }, work);

/** Small enough that looking at one is over at once; between two the extension host does its other work. */
const pieceBytes = 128 * 1024;

/**
 * A file however long it is, in pieces; one that is on no disk comes as a whole from VS Code's file system.
 * @throws whatever the disk or VS Code says of it: see `namedProblem`.
 */
export async function* piecesOf(file: vscode.Uri, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (file.scheme === "file") {
    for await (const piece of createReadStream(file.fsPath, { highWaterMark: pieceBytes, signal }))
      if (piece instanceof Uint8Array) yield piece;
    return;
  }
  const whole = await vscode.workspace.fs.readFile(file);
  for (let at = 0; at < whole.length; at += pieceBytes) {
    yield whole.subarray(at, at + pieceBytes);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Writes it whole or not at all: under a name of its own first, so that what stood there stays until it is complete.
 * @throws ProblemError where it cannot be written.
 */
export const writeNamed = (file: vscode.Uri, text: string, use: NamedUse): Promise<void> =>
  inWords({ ...use, doing: "write", path: file.fsPath }, async () => {
    const { fs } = vscode.workspace;
    const temporary = file.with({ path: `${file.path}.${randomUUID()}.new` });
    try {
      await fs.writeFile(temporary, Buffer.from(text, "utf8"));
      await fs.rename(temporary, file, { overwrite: true });
    } catch (error) {
      await fs.delete(temporary).then(undefined, () => undefined);
      throw error;
    }
  });
