/** What judges a server and knows of causes, as one part of the bundle: it is loaded at the first look at a server. */
export { explain } from "../diagnosis/explain.ts";
export { textPieces } from "../diagnosis/trace/decoder.ts";
export { traceDiagnosis } from "../diagnosis/trace/diagnoseTrace.ts";
export { traceReport } from "../diagnosis/trace/report.ts";
export { rules } from "../preflight/rules.ts";
export { examineAgent } from "./examineAgent.ts";
