/**
 * The keys of the page's own words: headings, verdicts and columns that stand on every step's page. The host fills them in
 * the user's language, the page has an English word for each.
 */
export const wordKeys = [
  "server",
  "answers",
  "findings",
  "failures",
  "unknowns",
  "warnings",
  "passes",
  "fail",
  "unknown",
  "warning",
  "pass",
  "whatToDo",
  "openPage",
  "copy",
  "copied",
  "changes",
  "on",
  "target",
  "before",
  "after",
  "noChanges",
  "proof",
  "happened",
  "means",
  "next",
  "state",
  "progress",
  "actions",
  "nextStep",
  "moveUp",
  "moveDown",
  "orderHint",
] as const;

export type WordKey = (typeof wordKeys)[number];
