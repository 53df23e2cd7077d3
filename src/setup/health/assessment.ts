/** All by which a server is assessed - the rules, the diagnosis, the health of its agent - as one part of the bundle: loaded at the first look. */
export { explain } from "../diagnosis/explain.ts";
export { textPieces } from "../diagnosis/trace/decoder.ts";
export { traceDiagnosis } from "../diagnosis/trace/diagnoseTrace.ts";
export { traceReport } from "../diagnosis/trace/report.ts";
export { agentProxy, agentRegistration } from "../preflight/agent.ts";
export { logonRight } from "../preflight/logonRight.ts";
export { accountChecked } from "../preflight/accountChecked.ts";
export { askDirectory } from "../preflight/askDirectory.ts";
export { administratorFindings, notSignedIn } from "../preflight/domainAdministrator.ts";
export { domainFindings, domainQuestion } from "../preflight/domainDirectory.ts";
export { needsProxyUnknown, proxyMissing } from "../preflight/proxy.ts";
export { keyIsYoung } from "../preflight/rootKey.ts";
export { rules } from "../preflight/rules.ts";
export { elevation } from "../preflight/windows.ts";
export { examineAgent } from "./examineAgent.ts";
