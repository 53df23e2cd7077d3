/** The panel's view model of one step. Pure: from the run to plain data. */
import * as l10n from "@vscode/l10n";
import type { Action, FindingView, StepView } from "../messages/view.ts";
import { fieldOf } from "./fieldViews.ts";
import { pageWords } from "./pageWords.ts";
import { aboutName, findingKey, type Finding, type Fix } from "../setup/finding.ts";
import type { Run } from "../setup/engine/run.ts";
import type { FormContext, StepId, StepState } from "../setup/step.ts";
import { howToWait } from "../setup/wait.ts";
import { visibleView } from "./visibleView.ts";
import { clockTime, shownValue, stateDetail, stateWord } from "../setup/words.ts";
import { sayPlace } from "../setup/place.ts";
import { sayChange } from "../setup/told/changes.ts";

const adviceOf = (fix: Exclude<Fix, { kind: "operation" }>): NonNullable<FindingView["advice"]> => {
  switch (fix.kind) {
    case "command":
      return {
        text: [...(fix.warning === undefined ? [] : [fix.warning]), l10n.t("Run on {0}:", fix.runOn)].join(
          " ",
        ),
        command: fix.text,
      };
    case "owner":
      return { text: l10n.t("Owned by {0}. {1}", fix.owner, fix.whatToAsk) };
    case "link":
      return { text: fix.whatToDo, link: fix.link };
  }
};

const findingOf = (found: Finding, { plan, attestations }: FormContext, accepts: boolean): FindingView => {
  const { rule, about, verdict, summary, why, evidence, source } = found;
  const key = findingKey(found);
  const accepted = attestations.findLast((one) => one.about === "unknown" && one.finding === key);
  const fix = found.verdict === "fail" || found.verdict === "warning" ? found.fix : undefined;
  return {
    rule,
    about: aboutName(about),
    verdict,
    summary,
    why,
    evidence: [...evidence],
    source: { id: source, label: l10n.t("Where this comes from") },
    ...(fix?.kind === "operation"
      ? { fix: { label: fix.label, chosen: !plan.skippedFixes.includes(key) } }
      : {}),
    ...(fix && fix.kind !== "operation" ? { advice: adviceOf(fix) } : {}),
    ...(found.verdict === "unknown" && accepts
      ? {
          acceptance: {
            label: l10n.t("Accept that this is not known"),
            ...(accepted
              ? { accepted: l10n.t("Accepted by {0}, {1}", accepted.by, clockTime(accepted.at)) }
              : {}),
          },
        }
      : {}),
  };
};

const stateOf = (state: StepState): StepView["state"] => {
  const detail = stateDetail(state);
  return {
    kind: state.kind,
    word: stateWord(state),
    ...(detail === undefined ? {} : { detail }),
    ...(state.kind === "running" && state.percent !== undefined ? { percent: state.percent } : {}),
    proof: state.kind === "done" || state.kind === "stale" ? [...state.proof] : [],
    ...(state.kind === "failed"
      ? {
          problem: {
            happened: state.problem.happened,
            means: state.problem.means,
            next: [...state.problem.next],
          },
        }
      : {}),
  };
};

const viewOf = (run: Run, id: StepId): StepView => {
  const step = run.stepOf(id);
  const state = run.stateOf(id);
  const { known } = run;
  const busy = state.kind === "running";
  const { changes, added = [] } = run.plannedOf(id) ?? {};
  const place = run.steps.findIndex((one) => one.id === id);
  const next = place < 0 ? undefined : run.steps[place + 1];
  const passed = state.kind === "done" || state.kind === "answered";
  const actions: Action[] = run.actionsOf(id).map((action) => ({
    id: action.id,
    label: action.label,
    primary: action.primary === true,
    disabled: busy || action.needs !== undefined,
    ...(busy || action.needs === undefined ? {} : { needs: action.needs }),
    ...(typeof action.does === "object" && "consent" in action.does
      ? { about: action.does.consent.about }
      : {}),
  }));
  const polls = state.kind === "waiting" && howToWait(state.forWhat).pollMs !== undefined;
  return {
    kind: "view",
    step: id,
    server: { id: run.target.id, name: run.name, where: run.where },
    title: step.title(),
    lines: [...step.introduction()],
    fields: (step.form?.(known) ?? []).map((question) =>
      fieldOf(question, { run, step: id, disabled: busy }),
    ),
    findings: state.findings.map((found) => findingOf(found, known, step.acceptsUnknown === true)),
    ...(changes
      ? {
          changes: changes.map((change) => ({
            on: sayPlace(change.on, run.name),
            target: sayChange(change),
            before: shownValue(change.before),
            after: shownValue(change.after),
            ...(added.includes(change) ? { added: l10n.t("new in this list") } : {}),
          })),
        }
      : {}),
    state: stateOf(state),
    actions,
    ...((state.kind === "running" && state.cancellable) || polls
      ? { cancel: { label: polls ? l10n.t("Stop waiting") : l10n.t("Cancel") } }
      : {}),
    ...(passed && next ? { next: { step: next.id, label: next.title() } } : {}),
    words: pageWords(),
  };
};

/** Everything the page shows of one step. */
export const stepViewOf = (run: Run, id: StepId): StepView => visibleView(viewOf(run, id));
