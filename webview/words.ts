/** The page's own words, where the host has not sent one. */
import type { WordKey } from "../src/messages/words.ts";

const english: Readonly<Record<WordKey, string>> = {
  server: "Server",
  answers: "Your answers",
  findings: "Findings",
  failures: "Failures",
  unknowns: "Not known",
  warnings: "Warnings",
  passes: "Passed",
  fail: "Failed",
  unknown: "Not known",
  warning: "Warning",
  pass: "Passed",
  whatToDo: "What to do",
  openPage: "Open the page",
  copy: "Copy",
  copied: "Copied",
  changes: "What will change",
  on: "Where",
  target: "What",
  before: "Before",
  after: "After",
  noChanges: "Nothing would change.",
  proof: "Proof",
  happened: "What happened",
  means: "What it means",
  next: "What to do next",
  state: "State",
  progress: "Progress",
  actions: "Actions",
  nextStep: "Next step",
  moveUp: "Move up",
  moveDown: "Move down",
  moveToTop: "Move to top",
  moveToBottom: "Move to bottom",
  removeFromList: "Remove from list",
  addToList: "Add to list",
  notInList: "Not in the list",
  orderHint:
    "A row is moved by its buttons, by dragging it, or by Alt with an arrow key, Home or End while it has the focus.",
};

export type Words = (key: WordKey) => string;

/** Looks words up in what the host sent, and in English where it sent none. */
export const wordsOf =
  (sent: Readonly<Record<string, string>>): Words =>
  (key) =>
    sent[key] ?? english[key];
