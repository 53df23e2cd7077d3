/** The installer on the server: brought there, looked at, run, removed. */
import * as v from "valibot";
import { fact } from "../values/fact.ts";
import { changing, count, minutes, none, reading, text } from "./entry.ts";

/**
 * An installer on the server. With an empty path: the one in the product's own download folder; with the path of a named
 * file: its copy there. `path` of the result is where it lies, or would.
 */
export const getInstallerFacts = reading(
  "Get-CloudSyncInstallerFact",
  { path: text },
  v.strictObject({
    path: text,
    exists: v.boolean(),
    sizeBytes: count,
    sha256: v.nullable(text),
    /** `status` as Get-AuthenticodeSignature says it (`Valid`, `NotSigned`, `HashMismatch`, ...); signer is the subject's organisation. */
    signature: fact(v.nullable(v.strictObject({ status: text, signer: text }))),
    product: fact(v.nullable(v.strictObject({ name: text, version: text }))),
    /** Whether an installation under SYSTEM is on the server whose end nobody has read: its exit code may ask for a restart. */
    taskLeft: fact(v.boolean()),
  }),
  { timeoutMs: 3 * minutes },
);

/** Downloads the installer into the product's own folder on the server, over https only, going on where an earlier try stopped. */
export const saveInstaller = changing(
  "Save-CloudSyncInstaller",
  { url: text },
  v.strictObject({ path: text }),
  {
    timeoutMs: 30 * minutes,
    cancellable: true,
  },
);

/**
 * Copies an installer that somebody named into the product's own folder. `shareHost`: the host of a share that a person
 * agreed to read from; empty for a file on a drive of the server.
 */
export const copyInstaller = changing(
  "Copy-CloudSyncInstaller",
  { path: text, shareHost: text },
  v.strictObject({ path: text }),
  { timeoutMs: 10 * minutes, cancellable: true },
);

/** Removes an installer that was rejected from the product's own folder. */
export const removeInstaller = changing("Remove-CloudSyncInstaller", { path: text }, none);

/** Runs the installer quietly, after comparing its SHA-256 once more. */
export const installAgent = changing(
  "Install-CloudSyncAgent",
  { path: text, sha256: text, arguments: v.array(text) },
  v.strictObject({ exitCode: count, logPath: text }),
  { timeoutMs: 30 * minutes, outlives: true },
);

export type InstallerFacts = v.InferOutput<typeof getInstallerFacts.result>;
