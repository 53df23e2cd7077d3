/** What a check found, as a step's state keeps it; and what a person accepts of it by name. */
import * as l10n from "@vscode/l10n";
import type { ConsentKind } from "../consent.ts";
import { findingKey, openFindings } from "../finding.ts";
import type { Checked, StepState } from "../stepState.ts";
import type { StepContext } from "../step.ts";

/** What the last check found, as far as the state tells. */
export const asFound = (state: StepState): Checked => {
  const { findings } = state;
  if (state.kind === "waiting") {
    const { forWhat, until } = state;
    return { kind: "waiting", forWhat, findings, ...(until === undefined ? {} : { until }) };
  }
  if (state.kind === "done") return { kind: "done", proof: state.proof, findings };
  return { kind: state.kind === "answered" ? "answered" : "todo", findings };
};

/** Accepting by name what could not be checked. */
export const toUnknown: ConsentKind = { id: "unknown", given: "page" };

/** Asks for each finding that could not be checked and was not accepted yet. Where there is no yes, it stays open. */
export const acceptUnknown = async (
  { ask, attest, attestations }: Pick<StepContext, "ask" | "attest" | "attestations">,
  { findings }: Checked,
): Promise<void> => {
  for (const found of openFindings(findings, attestations)) {
    if (found.verdict !== "unknown") continue;
    const finding = findingKey(found);
    const yes = await ask.consent({
      ...toUnknown,
      about: finding,
      message: found.summary,
      detail: found.why,
      yes: l10n.t("Accept that this is not known"),
    });
    if (yes) await attest({ about: "unknown", finding });
  }
};
