/** From a trace to the causes of what it tells, each once. */
import { diagnose, type Diagnosis } from "../diagnose.ts";
import { see } from "../signs/sign.ts";
import { logOnNotChanged } from "../signs/signs.ts";
import type { Circumstances } from "../signs/symptom.ts";
import { traceReader, type TraceEntry } from "./reader.ts";

/** How often something stands in a trace, and when first and last: `HH:mm:ss.fff`, without a day. */
export interface Sighting {
  readonly count: number;
  readonly first: string | undefined;
  readonly last: string | undefined;
}

export interface TraceDiagnosis {
  /** Causes, in the order in which they were first seen. */
  readonly found: readonly Cause[];
  /** What looks like an error and is none. */
  readonly harmless: readonly Cause[];
  /** Errors nobody has described yet, by their first line; at most a hundred different ones. */
  readonly unknown: readonly (Sighting & { readonly raw: string })[];
  readonly entries: number;
}

type KnownDiagnosis = Extract<Diagnosis, { readonly kind: "known" }>;
/**
 * What an entry said, not masked: `said` is what of it is shown; `beyond` follows it, where there is more, and is there to
 * be masked together with it, since much is recognised by its end.
 */
interface Quote {
  readonly said: string;
  readonly beyond?: string;
}
/** A cause with the entry that told of it first, or first made it certain. */
export type Cause = Sighting & Quote & { readonly diagnosis: KnownDiagnosis };

/** Entries of other levels are errors only where they say so. */
const errorLevel = /^(?:error|err|fatal|critical|warn|warning|)$/iu;
const trouble =
  /error|fail|exception|unable|cannot|could not|denied|invalid|incorrect|expired|time(?:d )?-?out|aadsts|hybrididentity/iu;
/** The longest excerpt examined: a cause stands in an entry's beginning, also where its payload is long. */
export const examined = 20_000;
const unknownKinds = 100;
/** So much of an entry is shown. */
export const excerpt = 1000;
const quoteOf = (text: string): Quote => ({
  said: text.slice(0, excerpt),
  // More than twice as much in all, so that whoever cuts sees that there is more.
  ...(text.length > excerpt ? { beyond: text.slice(excerpt, 2 * excerpt + 1) } : {}),
});

interface Tally<T> {
  what: T;
  count: number;
  readonly first: string | undefined;
  last: string | undefined;
}

/** Counts things under their names; `better` says whether a later one tells more than the one kept. */
const tally = <T>(
  limit = Infinity,
  better: (later: T, kept: T) => boolean = () => false,
): { seen: Map<string, Tally<T>>; add: (name: string, what: T, time: string | undefined) => void } => {
  const seen = new Map<string, Tally<T>>();
  return {
    seen,
    add: (name, what, time) => {
      const one = seen.get(name);
      if (one) {
        one.count += 1;
        one.last = time;
        if (better(what, one.what)) one.what = what;
      } else if (seen.size < limit) seen.set(name, { what, count: 1, first: time, last: time });
    },
  };
};

const firstLine = (text: string): string => {
  const end = text.search(/[\r\n]/u);
  return end < 0 ? text : text.slice(0, end);
};

/** Whether an entry has to be looked at. */
export const speaksOfTrouble = ({ level, text }: Pick<TraceEntry, "level" | "text">): boolean =>
  errorLevel.test(level) || trouble.test(text);

/**
 * Takes entries one by one and says in the end what they told. An entry that speaks of KDS after the log-on could not be
 * changed is taken for what follows from it.
 */
export const entryDiagnosis = (circumstances: Circumstances = {}) => {
  const causes = tally<Quote & { diagnosis: KnownDiagnosis }>(
    Infinity,
    (later, kept) => later.diagnosis.confidence === "certain" && kept.diagnosis.confidence !== "certain",
  );
  const unknown = tally<string>(unknownKinds);
  let known = circumstances;
  let entries = 0;
  const take = (entry: TraceEntry): void => {
    entries += 1;
    const said = entry.text.slice(0, examined);
    if (!speaksOfTrouble({ level: entry.level, text: said })) return;
    for (const diagnosis of diagnose({ text: said }, known)) {
      if (diagnosis.kind === "known") causes.add(diagnosis.id, { diagnosis, ...quoteOf(said) }, entry.time);
      else if (errorLevel.test(entry.level) && entry.level !== "")
        unknown.add(firstLine(said), firstLine(said), entry.time);
    }
    if (!known.afterFailedLogOnChange && logOnNotChanged(see({ text: said })))
      known = { ...known, afterFailedLogOnChange: true };
  };
  const result = (): TraceDiagnosis => {
    const all = [...causes.seen.values()].map(({ what, ...sighting }) => ({ ...what, ...sighting }));
    return {
      found: all.filter(({ diagnosis }) => !diagnosis.harmless),
      harmless: all.filter(({ diagnosis }) => diagnosis.harmless),
      unknown: [...unknown.seen.values()].map(({ what, ...sighting }) => ({ raw: what, ...sighting })),
      entries,
    };
  };
  return { take, result };
};

/** What a trace tells that comes in pieces, cut anywhere: memory and time for a piece do not grow with the whole. */
export const traceDiagnosis = (circumstances: Circumstances = {}) => {
  const { take, result } = entryDiagnosis(circumstances);
  const reader = traceReader(take, examined);
  return {
    take: reader.take,
    end: (): TraceDiagnosis => {
      reader.end();
      return result();
    },
  };
};

/** What a whole trace tells: each cause once, with how often and when. Never throws; linear in the length of the text. */
export const diagnoseTrace = (text: string, circumstances: Circumstances = {}): TraceDiagnosis => {
  const { take, end } = traceDiagnosis(circumstances);
  take(text);
  return end();
};
