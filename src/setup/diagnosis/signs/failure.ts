/** A failure that is known: how it is recognised, what it means, and the way on. */
import * as l10n from "@vscode/l10n";
import type { Fix } from "../../finding.ts";
import { compareVersions } from "../../agent/installer.ts";
import type { LinkId } from "../../links.ts";
import type { Sign } from "./sign.ts";
import type { Circumstances } from "./symptom.ts";

/** Agent versions with a failure: from this one on, and before that one. */
export interface VersionRange {
  readonly from?: string;
  readonly before?: string;
}

/** Plain data, one value for each cause. A sign that several failures name is decided between them by their facts. */
export interface KnownFailure {
  readonly id: string;
  /** Any of these signs is this failure, or one of its rivals. */
  readonly matches: readonly Sign[];
  /** Signs that only point at it: never more than likely by themselves. */
  readonly hints?: readonly Sign[];
  /** Signs of many causes, which are this failure only where the facts prove it. */
  readonly whenProven?: readonly Sign[];
  /** What the facts say: proven, ruled out, or nothing. */
  readonly facts?: (known: Circumstances) => boolean | undefined;
  /** Agent versions that have it. */
  readonly versions?: VersionRange;
  /** Names an outcome, not a cause: left out where a cause was found. */
  readonly general?: true;
  /** Nothing is wrong; it only looks like it. */
  readonly harmless?: true;
  /** Made when shown: translations are loaded later than this file. */
  readonly words: (known: Circumstances) => { readonly title: string; readonly cause: string };
  readonly fix: (known: Circumstances) => Fix;
  readonly source: LinkId;
}

/** Whether a version is in the range; undefined where the version is not known. */
export const inRange = (version: string | undefined, { from, before }: VersionRange): boolean | undefined =>
  version === undefined
    ? undefined
    : (from === undefined || compareVersions(version, from) >= 0) &&
      (before === undefined || compareVersions(version, before) < 0);

export const read = (link: LinkId, whatToDo: string): Fix => ({ kind: "link", link, whatToDo });

export const upgrade = (): Fix => read("versions", l10n.t("Install the newest agent."));

export const onServer = (text: string, warning?: string): Fix => ({
  kind: "command",
  runOn: l10n.t("the agent's server"),
  text,
  ...(warning === undefined ? {} : { warning }),
});

export const onDomainController = (text: string): Fix => ({
  kind: "command",
  runOn: l10n.t("a domain controller"),
  text,
});

export const policyOwner = (): string => l10n.t("the owner of the group policy");

/** Whether an event is known with one of these ids, from a provider or log of this name, that says the phrase. */
export const knowsEvent = (
  { events = [] }: Circumstances,
  from: RegExp,
  ids: readonly number[],
  phrase: RegExp,
): boolean =>
  events.some(
    ({ log, source, id, text }) => ids.includes(id) && from.test(`${source} ${log}`) && phrase.test(text),
  );
