/** Findings and buttons in one line each, so that a test can show all there is. */
import type { Finding } from "../../../src/setup/finding.ts";
import type { StepState } from "../../../src/setup/stepState.ts";
import type { FormContext, Step } from "../../../src/setup/step.ts";

/** `rule verdict [what it looked at] -> the way on, by kind; for a link, where it leads` */
export const briefly = (found: Finding): string => {
  const evidence = `[${found.evidence.map(({ name, value }) => (name === "" ? "" : value)).join(" | ")}]`;
  const said = `${found.rule}${found.about === "" ? "" : `:${found.about}`} ${found.verdict} ${evidence}`;
  if (found.verdict === "pass") return said;
  if (found.verdict === "unknown") return `${said} -> ${found.unread}`;
  const { fix } = found;
  return `${said} -> ${fix.kind === "link" ? `link ${fix.link}` : fix.kind}`;
};

/** `id -> what it does`, with a `*` for the primary one and `off` for one that needs something first */
export const buttons = (step: Step | undefined, state: StepState, known: FormContext, changesShown = false) =>
  (step?.actions(state, { ...known, changesShown }) ?? []).map(({ id, primary, needs, does }) => {
    const what =
      typeof does !== "object"
        ? does
        : "link" in does
          ? `link ${does.link}`
          : `${does.consent.id} [${does.consent.about}]`;
    return `${id}${primary === true ? "*" : ""}${needs === undefined ? "" : " off"} -> ${what}`;
  });
