/** Errors of the running agent: what Windows recorded and what its traces tell, each cause once. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { agentErrors } from "../../../../src/setup/health/errors.ts";
import type { SeenTrace } from "../../../../src/setup/health/traces.ts";
import type { Circumstances } from "../../../../src/setup/diagnosis/signs/symptom.ts";
import type { Fact } from "../../../../src/setup/values/fact.ts";
import { findingKey, type Finding } from "../../../../src/setup/finding.ts";
import { verify } from "../../../../src/setup/steps/verify.ts";
import { serviceEvent, startEvent, virtualAccount } from "../diagnosis/cases/case.ts";
import { defaultRights, healthyAgent, minutesBefore, registeredAgent, unread } from "../../support/facts.ts";
import { failedProbe, healthyNetwork } from "../../support/networkFacts.ts";
import { ops, planned, script, testRun } from "../../support/scriptedServer.ts";

const at = "2026-11-24T11:30:00.000Z";
const channel = "Microsoft-AzureADConnect-ProvisioningAgent/Admin";
const own = (text: string) => ({ at, log: channel, id: 2, source: "AAD Connect Provisioning Agent", text });
const trace = (file: string, ...texts: string[]): SeenTrace => ({
  file,
  entries: texts.map((text, index) => ({ time: `11:0${index}:00.000`, thread: 4, level: "ERROR", text })),
});
const judged = (
  errors: readonly ReturnType<typeof own>[],
  traces: Fact<readonly SeenTrace[]> = { value: [] },
  known: Circumstances = {},
) => agentErrors({ errors: { value: [...errors] } }, traces, known);
const keys = (findings: readonly Finding[]) => findings.map(findingKey);
const of = (findings: readonly Finding[], key: string) => findings.find((one) => findingKey(one) === key);
const values = (found: Finding | undefined) => found?.evidence.map(({ value }) => value) ?? [];

const timeLimit =
  "System.DirectoryServices.Protocols.LdapException: The operation was aborted because the client side timeout limit was exceeded.";
const metrics =
  "Unable to initialize metrics collector, exception: 'System.UnauthorizedAccessException: Access to the registry key 'Global' is denied.'";

test("an error of the agent's own channel is known by its text; the harmless one is none", () => {
  const found = judged([own("HybridIdentityServiceNoActiveAgents"), own(timeLimit), own(metrics)]);
  assert.deepEqual(keys(found), ["agentError:noActiveAgents", "agentError:searchTimedOut"]);
  assert.deepEqual(keys(judged([{ ...own(timeLimit), log: "System" }])), [
    "agentError:AAD Connect Provisioning Agent 2",
  ]);
});

test("an event is told by source, number and time, and one of unknown cause by where to look", () => {
  const [known] = judged([own(timeLimit)]);
  assert.deepEqual(known?.evidence[0], { name: "Event", value: `AAD Connect Provisioning Agent 2, ${at}` });
  assert.match(known.summary, /\S \S/u);
  const [odd] = judged([own("odd")]);
  assert.ok(odd?.verdict === "warning" && odd.fix.kind === "link");
  assert.deepEqual([odd.source, odd.fix.link], ["troubleshoot", "troubleshoot"]);
  assert.deepEqual(judged([]), []);
  const [traced] = judged([], { value: [trace("a.log", "odd")] });
  assert.equal(traced?.source, "troubleshoot");
});

test("errors are of one kind where only numbers, identifiers and letter case differ", () => {
  const kinds = (...texts: string[]) => judged(texts.map(own)).length;
  assert.equal(kinds("Job 3f2504e0-4f89 failed", "job 9-a failed"), 1);
  assert.equal(kinds("Job 1 failed\nat x", "Job 2 failed\r\nat y"), 1);
  assert.equal(kinds("Job a failed", "Job x failed"), 2);
  assert.equal(kinds("Job 1", "Job"), 2);
  const other = (id: number) => ({ ...own("odd"), id });
  assert.deepEqual(keys(judged([other(2), other(21), { ...other(2), text: "odder" }])), [
    "agentError:AAD Connect Provisioning Agent 2",
    "agentError:AAD Connect Provisioning Agent 21",
    "agentError:AAD Connect Provisioning Agent 2 (2)",
  ]);
});

test("a text is cut where it is longer than a thousand letters, a trace's errors after ten", () => {
  const text = (length: number) => values(judged([own("y".repeat(length))])[0])[1];
  assert.equal(text(1000), "y".repeat(1000));
  assert.equal(text(1001), `${"y".repeat(1000)}...`);
  const many = Array.from({ length: 12 }, (_, index) => `odd ${String.fromCharCode(103 + index)}`);
  assert.equal(judged([], { value: [trace("a.log", ...many)] })[0]?.evidence.length, 10);
});

test("a start that failed without a cause is explained by the event beside it", () => {
  const event = (of: ReturnType<typeof startEvent>) => ({ at, ...of });
  const found = judged([event(startEvent(7000)), event(serviceEvent(7041, virtualAccount))]);
  assert.deepEqual(keys(found), ["agentError:servicesMayNotLogOn"]);
  assert.deepEqual(keys(judged([event(startEvent(7000))])), ["agentError:Service Control Manager 7000"]);
});

test("errors that nobody described are told once for each kind, at most ten", () => {
  const found = judged([own("Request 12 failed"), own("Request 4711 failed"), own("Something else")]);
  assert.deepEqual(keys(found), [
    "agentError:AAD Connect Provisioning Agent 2",
    "agentError:AAD Connect Provisioning Agent 2 (2)",
  ]);
  const letters = Array.from({ length: 26 }, (_, index) =>
    own(`odd ${String.fromCharCode(103 + (index % 20))}`),
  );
  assert.equal(judged(letters).length, 10);
});

test("a cause of a trace stands beside those of the events, each once, with file, times and text", () => {
  const traces = {
    value: [
      trace("trace-agent.log", timeLimit, "Could not create SSL/TLS secure channel", "odd", "odd"),
      trace("trace-wizard.log", "Could not create SSL/TLS secure channel", "odder"),
    ],
  };
  const found = judged([own(timeLimit)], traces);
  assert.deepEqual(keys(found), ["agentError:searchTimedOut", "agentError:tlsTooOld", "agentError:trace"]);
  assert.deepEqual(values(of(found, "agentError:tlsTooOld")), [
    "trace-agent.log, 11:01:00.000",
    "Could not create SSL/TLS secure channel",
  ]);
  const unknown = of(found, "agentError:trace");
  assert.deepEqual(unknown?.evidence, [
    { name: "trace-agent.log, 2 times from 11:02:00.000 to 11:03:00.000", value: "odd" },
    { name: "trace-wizard.log, 11:01:00.000", value: "odder" },
  ]);
  assert.equal(unknown.verdict, "warning");
});

test("what a text holds of secrets is not shown, nor all of a long one", () => {
  const long = `password=hunter2 ${"x".repeat(5000)}`;
  for (const found of [judged([own(long)]), judged([], { value: [trace("a.log", long)] })]) {
    const text = values(found[0]).join(" ");
    assert.ok(!text.includes("hunter2") && text.includes("[hidden]"), text);
    assert.ok(text.length < 1200);
  }
});

test("what could not be read is not known, and hides nothing else", () => {
  const found = agentErrors({ errors: unread }, { value: [trace("a.log", timeLimit)] }, {});
  assert.deepEqual(
    found.map((one) => [findingKey(one), one.verdict]),
    [
      ["agentError", "unknown"],
      ["agentError:searchTimedOut", "warning"],
    ],
  );
  assert.deepEqual(
    judged([own(timeLimit)], unread).map((one) => [findingKey(one), one.verdict]),
    [
      ["agentError:searchTimedOut", "warning"],
      ["agentError:traces", "unknown"],
    ],
  );
});

/** A server whose agent's trace holds this. */
const tracing = (content: string) =>
  script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncTraceFile": () => ({
      files: {
        value: [
          {
            name: "trace-agent.log",
            bytes: content.length,
            writtenAt: minutesBefore("2026-11-24T12:00:00.000Z", 1),
            utcOffsetMinutes: 0,
          },
        ],
      },
    }),
    "Get-CloudSyncTracePart": () => ({ part: { value: { text: content, next: null } } }),
  });

test("Verify shows the causes of the trace, decided by events and by the network, which a well agent leaves alone", async () => {
  const late = "[11:30:00.000] [ 4] [ERROR] Bootstrap failed: The operation has timed out.\n";
  const blocked = tracing(late);
  const [first] = healthyNetwork.probes.hosts;
  assert.ok(first);
  blocked.answers["Get-CloudSyncNetworkFact"] = () => ({
    ...healthyNetwork.probes,
    hosts: [failedProbe(first, "connect", "timedOut"), ...healthyNetwork.probes.hosts.slice(1)],
  });
  const troubled = testRun(blocked, { steps: [verify], plan: planned() });
  await troubled.run.check("verify");
  const found = of(troubled.run.stateOf("verify").findings, "agentError:outboundBlocked");
  assert.ok(found?.verdict === "warning" && found.fix.kind === "owner", "the network team");
  const kds =
    "[11:30:00.000] [ 4] [ERROR] Unable to create gMSA because KDS may not be running on domain controller.\n";
  const decided = tracing(kds);
  decided.answers["Get-CloudSyncLogonRightFact"] = () => ({
    ...defaultRights,
    holders: { value: [{ sid: "S-1", name: "CONTOSO\\pGMSA_e6620264$" }] },
  });
  decided.answers["Get-CloudSyncDecidingEvent"] = ({ seconds }) => {
    assert.equal(seconds, 10 * 3600 + 60, "since the service started");
    return {
      services: { value: [] },
      rootKeys: unread,
      managedAccounts: {
        value: [{ at, id: 9001, source: "Microsoft-Windows-Security-Netlogon", text: "cannot be used" }],
      },
    };
  };
  const encrypted = testRun(decided, { steps: [verify], plan: planned() });
  await encrypted.run.check("verify");
  assert.deepEqual(
    keys(encrypted.run.stateOf("verify").findings.filter(({ rule }) => rule === "agentError")),
    ["agentError:encryptionTypes"],
  );
  const calm = tracing("[11:30:00.000] [ 4] [INFO ] Bootstrap\n");
  const well = testRun(calm, { steps: [verify], plan: planned() });
  await well.run.check("verify");
  assert.ok(!ops(calm).includes("Get-CloudSyncNetworkFact"));
  assert.equal(well.run.stateOf("verify").findings.filter(({ rule }) => rule === "agentError").length, 0);
});

test("without a start of the service the last day counts", async () => {
  const at = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncAgentHealth": () => ({ ...healthyAgent, startedAt: { value: null } }),
  });
  await testRun(at, { steps: [verify], plan: planned() }).run.check("verify");
  assert.deepEqual(at.calls.find(({ op }) => op === "Get-CloudSyncDecidingEvent")?.args, { seconds: 86_460 });
});
