/** The documents that people read, and the plan files that they write, as one part of the bundle: it is loaded at first use. */
export { planDifferences } from "../setup/plans/differences.ts";
export { changeDetail, changePage, wrongPage } from "../setup/plans/pages.ts";
export { readPlan, refuseLarge } from "../setup/plans/text.ts";
export { changeReport, takingBackPage } from "../setup/report/changeReport.ts";
export { htmlPage } from "../setup/report/html.ts";
export { markdownPage } from "../setup/report/markdown.ts";
export { textPage } from "../setup/report/text.ts";
