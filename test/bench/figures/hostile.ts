/** A megabyte that somebody wrote to keep us busy, beside the same megabyte of an ordinary log, in the four ways it comes in. */
import { agentErrors } from "../../../src/setup/health/errors.ts";
import { traceDiagnosis } from "../../../src/setup/diagnosis/trace/diagnoseTrace.ts";
import { maskLog, maskSecrets } from "../../../src/setup/text/masking.ts";
import { traceReport } from "../../../src/setup/diagnosis/trace/report.ts";
import { redactor } from "../../../src/server/redaction/redact.ts";
import { hostileForms, hostileTexts, irregularTexts } from "../../unit/support/hostileTexts.ts";
import { compared, once, type Figure, type Measure } from "../figure.ts";

const size = 1_000_000;
/** What a Windows event holds at most, in characters. */
const eventSize = 31_839;
const harmless =
  "Request 4711 of the agent to https://proxy.contoso.com:8080/registration failed: the remote name could not be resolved. ";

/** What a megabyte consists of, and how it is called. */
interface Text {
  readonly of: string;
  readonly name: string;
}
const repeated = (pieces: readonly string[]): Text[] =>
  pieces.map((of) => ({ of, name: `${JSON.stringify(of)} again and again` }));
const everywhere: readonly Text[] = [
  ...repeated(hostileTexts),
  ...Object.entries(irregularTexts).map(([name, of]) => ({ of, name })),
];
const belowEscapes: readonly Text[] = [...everywhere, ...repeated(hostileForms)];

const filled = (of: string, length: number): string =>
  of.repeat(Math.ceil(length / of.length)).slice(0, length);
const parts = (of: string, length: number): readonly string[] =>
  Array.from(
    { length: Math.ceil(size / length) },
    (_, at) => `Error ${"abcdefghij".charAt(at % 10)} ${filled(of, length)}`,
  );

/** What is done with a megabyte. */
type Work = (of: string) => () => void;

const inTrace: Work = (of) => {
  const trace = parts(of, 10_000)
    .map((text) => `[15:16:14.583] [ 16] [ERROR] ${text.replaceAll(/[\r\n]/gu, " ")}\n`)
    .join("");
  return () => {
    const { take, end } = traceDiagnosis();
    take(trace);
    traceReport("trace.log", end(), true);
  };
};

const inLine =
  (...secrets: readonly string[]): Work =>
  (of) => {
    const line = filled(of, size);
    const { keep, redact } = redactor();
    for (const secret of secrets) keep(secret);
    return () => {
      maskLog(redact(line), true);
    };
  };

const inEvents: Work = (of) => {
  const errors = parts(of, eventSize).map((text) => ({
    at: "2026-01-01T00:00:00Z",
    log: "Application",
    id: 1,
    level: 2,
    source: "x",
    text,
  }));
  return () => {
    agentErrors({ errors: { value: errors } }, { value: [] }, {});
  };
};

const inErrors: Work = (of) => {
  const errors = parts(of, eventSize);
  return () => {
    for (const one of errors) maskSecrets(one);
  };
};

/** Each way through which a text of others comes. */
const ways: readonly (readonly [way: string, work: Work, texts: readonly Text[]])[] = [
  ["in entries of a trace", inTrace, everywhere],
  ["in one line", inLine("Kan4ry!(x)"), belowEscapes],
  [
    "in one line, for secrets that a code page may change",
    inLine("Correct-Horse7", "Kan4ry!(x)*'\u00fc z"),
    belowEscapes,
  ],
  ["in events", inEvents, everywhere],
  ["in errors", inErrors, everywhere],
];

const figureOf = ([way, worked, texts]: (typeof ways)[number]): Figure => {
  const usual = worked(harmless);
  usual();
  const slowest = texts
    .map(({ of, name }) => ({ of, name, ms: once(worked(of)) }))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 3)
    .map(({ of, name }) => {
      const [hostile, beside] = compared(worked(of), usual);
      return { name, hostile, beside, ratio: hostile / beside };
    })
    .reduce((worst, one) => (one.ratio > worst.ratio ? one : worst));
  return {
    what: `a hostile megabyte ${way}, as a multiple of a harmless one`,
    value: slowest.ratio,
    bound: 3,
    unit: "times",
    beside: `${slowest.hostile.toFixed(0)} ms and ${slowest.beside.toFixed(0)} ms; the slowest of ${texts.length} is ${slowest.name}`,
  };
};

export const measure: Measure = () => Promise.resolve(ways.map(figureOf));
