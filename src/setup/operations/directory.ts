/**
 * What can be asked of a directory: who one is there, entries, and one value to be changed. Two carry it out - the agent's server in its
 * session, and the machine that VS Code runs on - and answer alike. Asked with data, never with text that an entered value could turn
 * into something else: whoever carries it out writes the names and filters.
 */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { isBase64 } from "../values/bytes.ts";
import { changing, count, minutes, moment, reading, text } from "./entry.ts";

/** Names of attributes and of the types in a distinguished name, as RFC 4512 has them. */
const attribute = v.pipe(text, v.regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/u, "Expected the name of an attribute"));
/** Bytes, in base 64. */
const bytes = v.pipe(text, v.check(isBase64, "Expected bytes in base 64"));

const positive = v.pipe(count, v.minValue(1));

/** How what is sent is kept from others; a password goes no other way. */
export const securities = ["negotiate", "ldaps", "startTls"] as const;

/** Which directory, and how it is reached. */
export const directoryTarget = v.strictObject({
  /** DNS name of the domain. */
  domain: text,
  /** The controller to ask; any of the domain where none is named. */
  controller: v.nullable(text),
  /** Where none is named: those that are asked before the others of the domain, the first first. */
  preferred: v.array(text),
  /** Whether its global catalog is asked, which knows the whole forest. */
  catalog: v.boolean(),
  /**
   * `negotiate`: signed and sealed by Windows, as who the session is or as the account that was entered. Null: the first that whoever
   * asks can do and the controller lets him. Another is tried only as long as no password was sent.
   */
  security: v.nullable(v.picklist(securities)),
  /** Milliseconds for names, connection and bind together. */
  timeoutMs: positive,
});

/** One name of a distinguished name: its type and its value, as it is written nowhere. */
const name = v.strictTuple([attribute, text]);
/** Where a search begins. `below`: the names from the entry upwards, as a distinguished name has them. */
export const directoryBase = v.variant("of", [
  v.strictObject({ of: v.literal("rootDse") }),
  v.strictObject({
    /** The naming context that the controller says is its own domain's, the forest's, or the first domain's of the forest. */
    of: v.picklist(["domain", "configuration", "schema", "forest"]),
    below: v.array(name),
  }),
  /** A distinguished name that the directory itself gave. */
  v.strictObject({ of: v.literal("dn"), dn: text }),
]);

/** A filter. Its leaves hold values as they are, whatever signs are in them. */
export type DirectoryFilter =
  | { readonly op: "and" | "or"; readonly of: readonly DirectoryFilter[] }
  | { readonly op: "not"; readonly of: DirectoryFilter }
  | { readonly op: "present"; readonly attribute: string }
  | { readonly op: "equals"; readonly attribute: string; readonly value: string }
  /** With at least one sign: what begins with none is everything that is there, and so another filter. */
  | { readonly op: "begins"; readonly attribute: string; readonly value: string }
  | { readonly op: "equalsBytes"; readonly attribute: string; readonly bytes: string }
  /** All of these bits are set. */
  | { readonly op: "bits"; readonly attribute: string; readonly bits: number }
  /** It names that entry, or something that does. */
  | { readonly op: "inChain"; readonly attribute: string; readonly dn: string };

const filter: v.GenericSchema<DirectoryFilter> = v.lazy(() =>
  v.variant("op", [
    v.strictObject({ op: v.picklist(["and", "or"]), of: v.pipe(v.array(filter), v.minLength(1)) }),
    v.strictObject({ op: v.literal("not"), of: filter }),
    v.strictObject({ op: v.literal("present"), attribute }),
    v.strictObject({ op: v.literal("equals"), attribute, value: text }),
    v.strictObject({ op: v.literal("begins"), attribute, value: v.pipe(text, v.nonEmpty()) }),
    v.strictObject({ op: v.literal("equalsBytes"), attribute, bytes }),
    v.strictObject({ op: v.literal("bits"), attribute, bits: positive }),
    v.strictObject({ op: v.literal("inChain"), attribute, dn: text }),
  ]),
);

export const directorySearch = v.strictObject({
  base: directoryBase,
  scope: v.picklist(["base", "oneLevel", "subtree"]),
  filter,
  /** The attributes that are text, and those that are bytes. None other is asked for. */
  text: v.array(attribute),
  bytes: v.array(attribute),
  /** Whether the security descriptor comes as well, without the part for audits, which few may read. */
  descriptor: v.boolean(),
  /** The answer comes in pages of so many entries, and ends after `most`. */
  pageSize: positive,
  most: positive,
  /** Milliseconds, for all of its pages. */
  timeoutMs: positive,
});

/** `nTSecurityDescriptor` is among the bytes where it was asked for. An attribute without a value has no key. */
const entry = v.strictObject({
  dn: text,
  /** By the name that was asked for. */
  text: v.record(attribute, v.array(text)),
  bytes: v.record(attribute, v.array(bytes)),
});

/** What was shown by a controller whose certificate is not accepted. */
const certificate = v.strictObject({
  subject: text,
  issuer: text,
  /** Whole seconds, in UTC. */
  notBefore: moment,
  notAfter: moment,
  /** Names it is for. */
  names: v.array(text),
});

/**
 * What kind of failure it is. `answered`: the directory itself refused, by a code. `notFound`, `refused`, `reset`, `timedOut`: as of
 * every connection. `certificate`: what the controller showed is not accepted. `notPossible`: whoever asks cannot do it like this.
 */
export const failureReasons = [
  "answered",
  "notFound",
  "refused",
  "reset",
  "timedOut",
  "certificate",
  "notPossible",
  "other",
] as const;

/** Why nothing came of it. */
export const directoryFailure = v.strictObject({
  outcome: v.literal("failed"),
  stage: v.picklist(["lookup", "connect", "secure", "bind", "search", "modify"]),
  reason: v.picklist(failureReasons),
  /** Of RFC 4511; null where the directory said nothing. */
  code: v.nullable(count),
  /** Active Directory's own number beside it, in hexadecimal digits: `52e`. */
  data: v.nullable(text),
  /** In whatever language. */
  message: text,
  certificate: v.nullable(certificate),
});

/** Who asked, from where, and whom. */
export const directoryBind = v.strictObject({
  /** The view an answer comes from. */
  view: v.picklist(["server", "vsCode"]),
  /** The name of the machine that asked. */
  computer: text,
  /** The controller that answered, as it calls itself. */
  controller: text,
  security: v.picklist(securities),
  /** Milliseconds from the first packet to the accepted bind. */
  bindMs: count,
});

const found = v.strictObject({
  outcome: v.literal("found"),
  entries: v.array(entry),
  /** Whether there are more than were asked for. */
  more: v.boolean(),
  /** Continuation references: other servers that hold a part of it. */
  referrals: v.array(text),
  ms: count,
});

/**
 * Binds, searches and ends the connection. Without a search it only binds. Each search is answered in its place; one that
 * fails leaves the others as they are.
 */
export const getDirectoryEntries = reading(
  "Get-CloudSyncDirectoryEntry",
  { target: directoryTarget, searches: v.pipe(v.array(directorySearch), v.maxLength(50)) },
  v.variant("outcome", [
    v.strictObject({
      outcome: v.literal("bound"),
      bind: directoryBind,
      answers: v.array(v.variant("outcome", [found, directoryFailure])),
    }),
    directoryFailure,
  ]),
  // One account; without it, whoever the session is. Each search has a time of its own.
  { port: "directory", timeoutMs: 10 * minutes, secrets: ["account"], differsByArgs: true },
);

/** Attributes that are changed here; everything else is its owner's. */
export const directoryAttributes = ["msDS-SupportedEncryptionTypes"] as const;

/**
 * Changes one value, as whoever the session is, where it still is what it was seen to be: the directory itself compares, in the same
 * step. What is there already is left, and no change is told.
 */
export const setDirectoryValue = changing(
  "Set-CloudSyncDirectoryValue",
  {
    target: directoryTarget,
    dn: text,
    attribute: v.picklist(directoryAttributes),
    /** Null for no value. */
    was: v.nullable(text),
    value: v.nullable(text),
  },
  v.variant("outcome", [
    v.strictObject({ outcome: v.literal("changed"), bind: directoryBind }),
    /** It is neither what it was nor what it is to be, and stays so. */
    v.strictObject({ outcome: v.literal("differs"), bind: directoryBind, now: v.nullable(text) }),
    directoryFailure,
  ]),
  {
    port: "directory",
    effectiveAfter: "serverRestart",
    undone: () =>
      l10n.t(
        "Its account gets tickets of Kerberos by the encryption types that account and server have in common: with those from before, it may lose contact after a restart.",
      ),
  },
);

export type DirectoryTarget = v.InferOutput<typeof directoryTarget>;
export type DirectoryBase = v.InferOutput<typeof directoryBase>;
export type DirectorySearch = v.InferOutput<typeof directorySearch>;
export type DirectoryEntry = v.InferOutput<typeof entry>;
export type DirectoryFailure = v.InferOutput<typeof directoryFailure>;
export type DirectoryBind = v.InferOutput<typeof directoryBind>;
export type DirectoryAnswer = v.InferOutput<typeof getDirectoryEntries.result>;
