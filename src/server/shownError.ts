/** What a server says, as it may be shown and logged: masked, and no longer than somebody reads. */
import { ProblemError } from "../setup/problem.ts";
import { maskedAndShort } from "../setup/text/cutText.ts";
import { maskSecrets } from "../setup/text/masking.ts";
import { mapParams } from "../setup/told/coded.ts";
import { sayError } from "../setup/told/errors.ts";
import { refused } from "./operationProblem.ts";
import type { SessionEvent } from "./protocol.ts";
import type { Redactor } from "./redaction/redact.ts";
import type { ProcessStart } from "./powershellProcess.ts";

/** What is told while an operation runs. */
export type Told = Extract<SessionEvent, { event: "progress" | "change" }>;

/** Characters of a message that is shown, and of a raw text for the log. */
const messageLength = 4000;
const rawLength = 16_384;

const masked = (redactor: Redactor, text: string, length: number): string =>
  maskedAndShort((one) => maskSecrets(redactor.redact(one)), text, length);

/** A text for the log. */
export const rawText = (redactor: Redactor, text: string): string => masked(redactor, text, rawLength);

/** Why an operation failed, and what caused that. */
export const shownError = (
  { redactor, elevate }: { readonly redactor: Redactor } & Pick<ProcessStart, "elevate">,
  op: string,
  { code, params, cause, message, exception, position }: Extract<SessionEvent, { event: "error" }>,
): ProblemError => {
  const shown = (text: string) => masked(redactor, text, messageLength);
  const raw = rawText(redactor, [code, message, exception, position].filter(Boolean).join("\n"));
  const own = params && sayError(code, mapParams(params, shown));
  const why =
    typeof cause === "string" ? shown(cause) : cause && sayError(cause.code, mapParams(cause.params, shown));
  const words = typeof own === "string" ? [own, why].filter(Boolean).join(" ") : shown(message);
  return new ProblemError(refused(op, { code, message: words, raw }, elevate));
};
