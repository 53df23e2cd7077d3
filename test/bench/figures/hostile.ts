/** A megabyte that somebody wrote to keep us busy, beside the same megabyte of an ordinary log, in the four ways it comes in. */
import { agentErrors } from "../../../src/setup/health/errors.ts";
import { traceDiagnosis } from "../../../src/setup/diagnosis/trace/diagnoseTrace.ts";
import { maskLog, maskSecrets } from "../../../src/setup/text/masking.ts";
import { traceReport } from "../../../src/setup/diagnosis/trace/report.ts";
import { redactor } from "../../../src/server/redaction/redact.ts";
import { hostileTexts } from "../../unit/support/hostileTexts.ts";
import type { Figure, Measure } from "../figure.ts";

const size = 1_000_000;
/** What a Windows event holds at most, in characters. */
const eventSize = 31_839;
const harmless =
  "Request 4711 of the agent to https://proxy.contoso.com:8080/registration failed: the remote name could not be resolved. ";

const filled = (of: string, length: number): string =>
  of.repeat(Math.ceil(length / of.length)).slice(0, length);
const parts = (of: string, length: number): readonly string[] =>
  Array.from(
    { length: Math.ceil(size / length) },
    (_, at) => `Error ${"abcdefghij".charAt(at % 10)} ${filled(of, length)}`,
  );

/** Each way through which a text of others comes, as a function of what the megabyte consists of. */
const ways: Readonly<Record<string, (of: string) => () => void>> = {
  "in entries of a trace": (of) => {
    const trace = parts(of, 10_000)
      .map((text) => `[15:16:14.583] [ 16] [ERROR] ${text.replaceAll(/[\r\n]/gu, " ")}\n`)
      .join("");
    return () => {
      const { take, end } = traceDiagnosis();
      take(trace);
      traceReport("trace.log", end(), true);
    };
  },
  "in one line": (of) => {
    const line = filled(of, size);
    const { keep, redact } = redactor();
    keep("Kan4ry!(x)");
    return () => {
      maskLog(redact(line), true);
    };
  },
  "in events": (of) => {
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
  },
  "in errors": (of) => {
    const errors = parts(of, eventSize);
    return () => {
      for (const one of errors) maskSecrets(one);
    };
  },
};

const once = (work: () => void): number => {
  const from = performance.now();
  work();
  return performance.now() - from;
};

/** The best times of both, taken in turn: what else the machine does in between strikes both. */
const compared = (one: () => void, other: () => void): readonly [number, number] => {
  const times = Array.from({ length: 5 }, () => [once(one), once(other)] as const);
  return [Math.min(...times.map(([time]) => time)), Math.min(...times.map(([, time]) => time))];
};

const figureOf = ([way, worked]: readonly [string, (of: string) => () => void]): Figure => {
  const usual = worked(harmless);
  usual();
  const slowest = hostileTexts
    .map((text) => ({ text, ms: once(worked(text)) }))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 3)
    .map(({ text }) => {
      const [hostile, beside] = compared(worked(text), usual);
      return { text, hostile, beside, ratio: hostile / beside };
    })
    .reduce((worst, one) => (one.ratio > worst.ratio ? one : worst));
  return {
    what: `a hostile megabyte ${way}, as a multiple of a harmless one`,
    value: slowest.ratio,
    bound: 3,
    unit: "times",
    beside: `${slowest.hostile.toFixed(0)} ms and ${slowest.beside.toFixed(0)} ms; the slowest of ${hostileTexts.length} repeats ${JSON.stringify(slowest.text)}`,
  };
};

export const measure: Measure = () => Promise.resolve(Object.entries(ways).map(figureOf));
