/** Why a directory gave nothing, as this machine sees it: what the operations' answers call a failure. */
import * as l10n from "@vscode/l10n";
import type { MessageResponse } from "ldapts";
import type { DirectoryFailure } from "../setup/operations/directory.ts";

type Stage = DirectoryFailure["stage"];
type Reason = DirectoryFailure["reason"];

/** On its way to whoever answers with it. */
export class Failed extends Error {
  readonly failure: DirectoryFailure;
  constructor(failure: DirectoryFailure) {
    super(failure.message);
    this.name = "Failed";
    this.failure = failure;
  }
}

export const failed = (
  stage: Stage,
  reason: Reason,
  message: string,
  certificate: DirectoryFailure["certificate"] = null,
): Failed => new Failed({ outcome: "failed", stage, reason, code: null, data: null, message, certificate });

export const silent = (stage: Stage): Failed =>
  failed(stage, "timedOut", l10n.t("The domain controller did not answer in time."));

/**
 * The directory's own refusal. Active Directory has a number of its own in the text: `80090308: ... data 52e, v1db1`
 * (https://learn.microsoft.com/troubleshoot/windows-server/active-directory/ldap-data-codes).
 */
export const refusedBy = (stage: Stage, { status, errorMessage }: MessageResponse): Failed =>
  new Failed({
    outcome: "failed",
    stage,
    reason: "answered",
    code: status,
    data: /, data ([0-9a-f]{1,8}),/iu.exec(errorMessage)?.[1]?.toLowerCase() ?? null,
    message: errorMessage,
    certificate: null,
  });

const reasons: Readonly<Record<string, Reason>> = {
  ENOTFOUND: "notFound",
  ENODATA: "notFound",
  EAI_AGAIN: "timedOut",
  ETIMEOUT: "timedOut",
  ETIMEDOUT: "timedOut",
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
};

/** What Node calls an error; empty where it has no name for it. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** A failure of a connection. One in which the name was not found is of the look-up. */
export const ofSocket = (stage: Stage, error: unknown): Failed => {
  if (error instanceof Failed) return error;
  const code = codeOf(error);
  const reason = Object.hasOwn(reasons, code) ? (reasons[code] ?? "other") : "other";
  const isName = stage === "connect" && (code === "ENOTFOUND" || code === "EAI_AGAIN");
  return failed(isName ? "lookup" : stage, reason, error instanceof Error ? error.message : String(error));
};
