/** From a trace file to the causes of what it tells, each once. */
import { diagnose, type Diagnosis } from "./index.ts";
import { see } from "./sign.ts";
import { logOnNotChanged } from "./signs.ts";
import type { Circumstances } from "./symptom.ts";
import { traceEntries, type TraceEntry } from "./trace.ts";

/** How often something stands in a trace, and when first and last: `HH:mm:ss.fff`, without a day. */
export interface Sighting {
  readonly count: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
}

export interface TraceDiagnosis {
  /** Causes, in the order in which they were first seen. */
  readonly found: readonly (Sighting & { readonly diagnosis: KnownDiagnosis })[];
  /** What looks like an error and is none. */
  readonly harmless: readonly (Sighting & { readonly diagnosis: KnownDiagnosis })[];
  /** Errors nobody has described yet, by their first line; at most a hundred different ones. */
  readonly unknown: readonly (Sighting & { readonly raw: string })[];
  readonly entries: number;
}

type KnownDiagnosis = Extract<Diagnosis, { readonly kind: "known" }>;

/** Entries of other levels are errors only where they say so. */
const errorLevel = /^(?:error|err|fatal|critical|warn|warning|)$/iu;
const trouble =
  /error|fail|exception|unable|cannot|could not|denied|invalid|incorrect|expired|time(?:d )?-?out|aadsts|hybrididentity/iu;
/** The longest excerpt examined: a cause stands in an entry's beginning, also where its payload is long. */
const examined = 20_000;
const unknownKinds = 100;

interface Tally<T> {
  what: T;
  count: number;
  readonly first: string | undefined;
  last: string | undefined;
}

/** Counts things under their names; `better` says whether a later one tells more than the one kept. */
const tally = <T>(limit = Infinity, better: (later: T) => boolean = () => false) => {
  const seen = new Map<string, Tally<T>>();
  return {
    seen,
    add: (name: string, what: T, time: string | undefined) => {
      const one = seen.get(name);
      if (one) {
        one.count += 1;
        one.last = time;
        if (better(what)) one.what = what;
      } else if (seen.size < limit) seen.set(name, { what, count: 1, first: time, last: time });
    },
  };
};

const firstLine = (text: string): string => {
  const end = text.search(/[\r\n]/u);
  return end < 0 ? text : text.slice(0, end);
};

/** Whether an entry has to be looked at. */
const speaksOfTrouble = ({ level }: TraceEntry, text: string): boolean =>
  errorLevel.test(level) || trouble.test(text);

/**
 * What a whole trace file of the agent or the wizard tells: each cause once, with how often and when. An entry that
 * speaks of KDS after the log-on could not be changed is taken for what follows from it. Never throws; linear in the
 * length of the text.
 */
export const diagnoseTrace = (text: string, circumstances: Circumstances = {}): TraceDiagnosis => {
  const causes = tally<KnownDiagnosis>(Infinity, ({ confidence }) => confidence === "certain");
  const unknown = tally<string>(unknownKinds);
  let known = circumstances;
  let entries = 0;
  for (const entry of traceEntries(text)) {
    entries += 1;
    const said = entry.text.slice(0, examined);
    if (!speaksOfTrouble(entry, said)) continue;
    for (const diagnosis of diagnose({ text: said }, known)) {
      if (diagnosis.kind === "known") causes.add(diagnosis.id, diagnosis, entry.time);
      else if (errorLevel.test(entry.level) && entry.level !== "")
        unknown.add(firstLine(said), firstLine(said), entry.time);
    }
    if (!known.afterFailedLogOnChange && logOnNotChanged(see({ text: said })))
      known = { ...known, afterFailedLogOnChange: true };
  }
  const all = [...causes.seen.values()].map(({ what, ...sighting }) => ({ diagnosis: what, ...sighting }));
  return {
    found: all.filter(({ diagnosis }) => !diagnosis.harmless),
    harmless: all.filter(({ diagnosis }) => diagnosis.harmless),
    unknown: [...unknown.seen.values()].map(({ what, ...sighting }) => ({ raw: what, ...sighting })),
    entries,
  };
};
