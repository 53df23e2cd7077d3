/** The panel's view model of one step. Pure: from the run to plain data. */
import * as l10n from "@vscode/l10n";
import type { Action, StepView } from "../messages/view.ts";
import { fieldOf } from "./fieldViews.ts";
import { findingOf } from "./findingViews.ts";
import { pageWords } from "./pageWords.ts";
import type { Run } from "../setup/engine/run.ts";
import type { StepState } from "../setup/stepState.ts";
import type { StepId } from "../setup/step.ts";
import { howToWait } from "../setup/wait.ts";
import { visibleView } from "./visibleView.ts";
import { shownValue } from "../setup/values/shownValue.ts";
import { stateDetail, stateWord } from "../setup/stateWords.ts";
import { sayPlace } from "../setup/place.ts";
import { sayChange } from "../setup/told/changes.ts";

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
    lines: [...step.introduction(known.reachWords)],
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
