/**
 * What Windows recorded about the agent and what its traces tell since its service started, each cause once. Pure. The
 * texts are other people's: they are shown without secrets, and not without end.
 */
import * as l10n from "@vscode/l10n";
import type { SeenTrace } from "./traces.ts";
import { maskedAndShort } from "../text/cutText.ts";
import {
  entryDiagnosis,
  excerpt,
  type Cause,
  type TraceDiagnosis,
} from "../diagnosis/trace/diagnoseTrace.ts";
import { diagnose, type Diagnosis } from "../diagnosis/diagnose.ts";
import type { Circumstances, WindowsEvent } from "../diagnosis/signs/symptom.ts";
import type { Fact } from "../values/fact.ts";
import type { AgentHealth } from "../operations/agent.ts";
import { type Evidence, type Finding, found, judge, type RuleText } from "../finding.ts";
import { maskSecrets } from "../text/masking.ts";

type KnownDiagnosis = Extract<Diagnosis, { readonly kind: "known" }>;

const rule = "agentError";
/** So many different errors without a known cause are shown of each place. */
const mostUnknown = 10;

const shown = (text: string): string => maskedAndShort(maskSecrets, text, excerpt, "...");

const lookFor = () =>
  ({
    kind: "link",
    link: "troubleshoot",
    whatToDo: l10n.t("Look for its text in Microsoft's troubleshooting page, or ask their support."),
  }) as const;

const causeFound = (one: KnownDiagnosis, why: string, evidence: readonly Evidence[]): readonly Finding[] =>
  found(
    { rule, about: one.id, why, source: one.source },
    "warning",
    `${one.title} ${one.cause}`,
    evidence,
    one.fix,
  );

/** The same error, whatever its numbers and identifiers: one finding is enough. */
const kindOf = (text: string): string =>
  (text.split(/[\r\n]/u, 1)[0] ?? "")
    .slice(0, excerpt)
    .toLowerCase()
    .replaceAll(/[0-9a-f-]+/gu, (run) => (/\d/u.test(run) ? "#" : run));

const recorded = (
  errors: Extract<AgentHealth["errors"], { readonly value: unknown }>["value"],
  known: Circumstances,
): ReadonlyMap<string, readonly Finding[]> => {
  const why = l10n.t("Windows recorded it about the agent since its service started.");
  const events = errors.map(({ log, id, source, text }): WindowsEvent => ({ log, id, source, text }));
  // What one event says decides what another means: 7041 beside 7000.
  const together = { ...known, events: [...(known.events ?? []), ...events] };
  const findings = new Map<string, readonly Finding[]>();
  const unknown = new Map<string, number>();
  for (const { at, log, id, source, text } of errors)
    for (const one of diagnose({ event: { log, id, source, text } }, together)) {
      const evidence = [
        { name: l10n.t("Event"), value: `${source} ${id}, ${at}` },
        { name: l10n.t("Text"), value: shown(text) },
      ];
      if (one.kind === "known") {
        if (!one.harmless && !findings.has(one.id)) findings.set(one.id, causeFound(one, why, evidence));
        continue;
      }
      const kind = `${source} ${id} ${kindOf(text)}`;
      if (unknown.has(kind) || unknown.size === mostUnknown) continue;
      const number = [...unknown.keys()].filter((other) => other.startsWith(`${source} ${id} `)).length + 1;
      unknown.set(kind, number);
      const about = number === 1 ? `${source} ${id}` : `${source} ${id} (${number})`;
      findings.set(
        about,
        found(
          { rule, about, why, source: "troubleshoot" },
          "warning",
          l10n.t("An error without a known cause."),
          evidence,
          lookFor(),
        ),
      );
    }
  return findings;
};

const sightings = (
  file: string,
  { count, first, last }: Cause | TraceDiagnosis["unknown"][number],
): string =>
  count === 1
    ? `${file}, ${first ?? ""}`
    : l10n.t("{0}, {1} times from {2} to {3}", file, count, first ?? "", last ?? "");

const traced = (
  traces: readonly SeenTrace[],
  known: Circumstances,
  already: ReadonlySet<string>,
): readonly Finding[] => {
  const why = l10n.t("The agent's trace tells of it since its service started.");
  const causes = new Map<string, readonly Finding[]>();
  const unknown: Evidence[] = [];
  for (const { file, entries } of traces) {
    const { take, result } = entryDiagnosis(known);
    entries.forEach(take);
    const told = result();
    for (const cause of told.found) {
      const { diagnosis, said, beyond = "" } = cause;
      if (already.has(diagnosis.id) || causes.has(diagnosis.id)) continue;
      const evidence = [
        { name: l10n.t("Trace"), value: sightings(file, cause) },
        { name: l10n.t("Text"), value: shown(said + beyond) },
      ];
      causes.set(diagnosis.id, causeFound(diagnosis, why, evidence));
    }
    for (const one of told.unknown.slice(0, mostUnknown))
      unknown.push({ name: sightings(file, one), value: shown(one.raw) });
  }
  return [
    ...[...causes.values()].flat(),
    ...(unknown.length > 0
      ? found(
          { rule, about: "trace", why, source: "troubleshoot" },
          "warning",
          l10n.t("The trace holds errors without a known cause."),
          unknown,
          lookFor(),
        )
      : []),
  ];
};

/** Errors since the start, each cause once; what nobody has described is told with its text. */
export const agentErrors = (
  { errors }: Pick<AgentHealth, "errors">,
  traces: Fact<readonly SeenTrace[]>,
  known: Circumstances,
): readonly Finding[] => {
  const text = (about: string): RuleText => ({
    rule,
    about,
    why: l10n.t("Windows and the agent's traces tell what went wrong since its service started."),
    source: "troubleshoot",
  });
  const events = "value" in errors ? recorded(errors.value, known) : new Map<string, readonly Finding[]>();
  return [
    ...judge(text(""), l10n.t("Errors of the agent"), errors, () => [...events.values()].flat()),
    ...judge(text("traces"), l10n.t("Traces of the agent"), traces, (read) =>
      traced(read, known, new Set(events.keys())),
    ),
  ];
};
