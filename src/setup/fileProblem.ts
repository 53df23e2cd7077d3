/** Files of ours that cannot be read or written: what the disk says, in words. Pure. */
import * as l10n from "@vscode/l10n";
import type { Problem, ProblemCode } from "./problem.ts";

/** What was tried with which file, and what it means that it failed. */
export interface FileUse {
  readonly doing: "read" | "write";
  /** What it is to the reader, in words: "the plan". */
  readonly what: string;
  readonly path: string;
  readonly means: string;
}

interface Cause {
  readonly code?: ProblemCode;
  readonly is: () => string;
  readonly next: (path: string) => string;
}

const full = (is: () => string, next: Cause["next"]): Cause => ({ code: "diskFull", is, next });
const denied: Cause = {
  code: "accessDenied",
  is: () => l10n.t("access is denied"),
  next: (path) =>
    l10n.t(
      "Give your account the right to read and change {0}, and see that it is not marked as read-only. Then do it again.",
      path,
    ),
};
const inUse: Cause = {
  is: () => l10n.t("another program has it open"),
  next: (path) =>
    l10n.t("Close what has {0} open: an editor, a backup, a virus scanner. Then do it again.", path),
};
const tooManyOpen: Cause = {
  is: () => l10n.t("too many files are open"),
  next: () => l10n.t("Close windows of VS Code that you do not need, reload this one, and do it again."),
};
const inItsPlace: Cause = {
  is: () => l10n.t("something else stands in its place"),
  next: (path) => l10n.t("Look at what stands at {0}, move it away, and do it again.", path),
};
const missing: Cause = {
  is: () => l10n.t("it is not there"),
  next: (path) => l10n.t("See whether {0} was moved or deleted, then do it again.", path),
};
const diskGone: Cause = {
  is: () => l10n.t("the disk it is on cannot be reached"),
  next: (path) => l10n.t("Connect the disk or the share of {0} again, then do it again.", path),
};
const broken: Cause = {
  is: () => l10n.t("the disk reports an error"),
  next: (path) =>
    l10n.t("Look into the System log of Windows for errors of the disk of {0} before anything else.", path),
};

/** Node has names for some errors of Windows alone: not for a quota that is used up, a share that is gone, a scanner's veto. */
const unnamed: Cause = {
  is: () => l10n.t("the system's reason is not known"),
  next: (path) =>
    l10n.t(
      "See whether the disk of {0} is connected and has room, and your quota on it too, and whether a virus scanner holds the file. Then do it again.",
      path,
    ),
};

/** By the names that Node gives the system's errors: https://nodejs.org/api/os.html#error-constants. */
const causes: Readonly<Record<string, Cause>> = {
  ENOSPC: full(
    () => l10n.t("the disk is full"),
    (path) => l10n.t("Make room on the disk of {0}, then do it again.", path),
  ),
  EDQUOT: full(
    () => l10n.t("your quota on the disk is used up"),
    (path) =>
      l10n.t("Delete files of yours on the disk of {0}, or ask for more room. Then do it again.", path),
  ),
  EROFS: {
    code: "accessDenied",
    is: () => l10n.t("the disk is read-only"),
    next: (path) => l10n.t("See why the disk of {0} is write-protected, then do it again.", path),
  },
  EFBIG: {
    is: () => l10n.t("it would be larger than the disk allows"),
    next: (path) => l10n.t("Move {0} away, or use a disk that takes larger files.", path),
  },
  ENAMETOOLONG: {
    is: () => l10n.t("its path is too long"),
    next: () => l10n.t("Use a shorter path."),
  },
  ELOOP: {
    is: () => l10n.t("a link on its path leads in a circle"),
    next: (path) => l10n.t("Look at the links on the path of {0}, then do it again.", path),
  },
  EACCES: denied,
  EPERM: denied,
  EBUSY: inUse,
  ETXTBSY: inUse,
  EAGAIN: inUse,
  EMFILE: tooManyOpen,
  ENFILE: tooManyOpen,
  ENOMEM: tooManyOpen,
  EISDIR: inItsPlace,
  ERR_FS_EISDIR: inItsPlace,
  ENOTDIR: inItsPlace,
  EEXIST: inItsPlace,
  ENOTEMPTY: inItsPlace,
  ENOENT: missing,
  EIO: broken,
  ENXIO: diskGone,
  ENODEV: diskGone,
  ESTALE: diskGone,
  EHOSTDOWN: diskGone,
  EHOSTUNREACH: diskGone,
  ENETUNREACH: diskGone,
  ENETDOWN: diskGone,
  ETIMEDOUT: diskGone,
  ECONNRESET: diskGone,
  UNKNOWN: unnamed,
};

/** The system's name of an error; undefined where it has none. */
export const errorCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const { code } = error;
  return typeof code === "string" ? code : undefined;
};

const other = (error: unknown): Cause => ({
  is: () => errorCode(error) ?? (error instanceof Error ? error.message : String(error)),
  next: (path) => l10n.t("Look at {0} and its disk, then do it again.", path),
});

const causeOf = (error: unknown): Cause => {
  const code = errorCode(error);
  return code !== undefined && Object.hasOwn(causes, code) ? (causes[code] ?? other(error)) : other(error);
};

/** What happened to a file, for whoever shows it. */
export const fileProblem = (error: unknown, { doing, what, path, means }: FileUse): Problem => {
  const { code = doing === "read" ? "filesUnread" : "filesUnwritten", is, next } = causeOf(error);
  return {
    code,
    happened:
      doing === "read"
        ? l10n.t("{0} cannot be read: {1}. It is {2}.", what, is(), path)
        : l10n.t("{0} cannot be written: {1}. It is {2}.", what, is(), path),
    means,
    next: [next(path)],
    raw: error instanceof Error ? error.message : String(error),
  };
};
