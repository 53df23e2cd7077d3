/** What uninstalling takes off a server and what it leaves alone, and what is advised about the rest. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findingKey, type Finding } from "../../../../src/setup/finding.ts";
import { judgeLeftovers } from "../../../../src/setup/agent/leftovers.ts";
import type { JournalEvent } from "../../../../src/setup/journal.ts";
import type { AgentLeftovers } from "../../../../src/setup/operations/agent.ts";
import { emptyPlan } from "../../../../src/setup/plan.ts";
import type { YesQuestion } from "../../../../src/setup/ports.ts";
import { procedures } from "../../../../src/setup/procedures/procedures.ts";
import { uninstallOrder } from "../../../../src/setup/agent/uninstall.ts";
import { healthyAgent, healthyWindows, registeredAgent, unread } from "../../support/facts.ts";
import { kinds, planned, script, testRun, shownAndApplied } from "../../support/scriptedServer.ts";

type AgentFactsDomains = { readonly value: readonly string[] } | { readonly unread: string };

const well = healthyAgent;
const said = (findings: readonly Finding[]) => findings.map((one) => `${findingKey(one)} ${one.verdict}`);

test("the updater is uninstalled first and the package last; it stays where another connector may need it", () => {
  const product = (name: string) => ({ id: name, name, version: "1" });
  const all = [
    product("Microsoft Entra Provisioning Agent Package"),
    product("Microsoft Entra Provisioning Agent"),
    product("Microsoft Entra Connect Agent Updater"),
  ];
  type Others = Pick<typeof healthyWindows, "neighbours" | "updaterSharers">;
  const names = (others: Partial<Others>) =>
    uninstallOrder(all, { ...healthyWindows, ...others }).map(({ name }) =>
      name.replace(/^Microsoft Entra /u, ""),
    );
  assert.deepEqual(names({}), ["Connect Agent Updater", "Provisioning Agent", "Provisioning Agent Package"]);
  const kept = ["Provisioning Agent", "Provisioning Agent Package"];
  const proxy = "AzureADPasswordProtectionProxy";
  assert.deepEqual(
    names({ neighbours: { value: [{ name: proxy, displayName: "x", state: "Running" }] } }),
    kept,
  );
  assert.deepEqual(names({ updaterSharers: { value: ["Azure AD Connect Authentication Agent"] } }), kept);
  assert.deepEqual(names({ neighbours: unread }), kept, "not known is not nobody");
  assert.deepEqual(names({ updaterSharers: unread }), kept, "not known is not nobody");
});

const nobody = { value: [] };
const inTenant = ["leftover:portal warning", "leftover:configuration warning"];

test("what remains is told with its command; a quote in a path stays inside it", () => {
  const left = judgeLeftovers(
    { folders: { value: ["C:\\It's here"] }, registry: { value: true }, services: { value: [] } },
    "CONTOSO\\pGMSA_1$",
    nobody,
  );
  assert.deepEqual(said(left), [
    "leftover:C:\\It's here warning",
    "leftover:registry warning",
    "leftover:account warning",
    ...inTenant,
  ]);
  const [folder, , account] = left.map((one) => one.verdict === "warning" && one.fix);
  assert.ok(folder && folder.kind === "command" && folder.text.endsWith("'C:\\It''s here'"));
  assert.ok(account && account.kind === "command" && account.text.endsWith("'pGMSA_1$'"));
  assert.match(
    account.text,
    /^\(Get-ADServiceAccount .* Remove-ADServiceAccount -Confirm /u,
    "looked at before",
  );
  assert.deepEqual(
    said(
      judgeLeftovers(
        { folders: unread, registry: { value: false }, services: { value: [] } },
        undefined,
        nobody,
      ),
    ),
    ["leftover:folders unknown", ...inTenant],
  );
});

test("a service that remains is told: the agent's is deleted, the updater may be another's; unread is not known", () => {
  const left = (services: AgentLeftovers["services"]) =>
    judgeLeftovers({ folders: { value: [] }, registry: { value: false }, services }, undefined, nobody);
  const both = left({ value: ["AADConnectProvisioningAgent", "AzureADConnectAgentUpdater"] });
  assert.deepEqual(said(both), [
    "leftover:AADConnectProvisioningAgent warning",
    "leftover:AzureADConnectAgentUpdater warning",
    ...inTenant,
  ]);
  const [agent, updater] = both.map((one) => one.verdict === "warning" && one.fix);
  assert.ok(agent && agent.kind === "command" && agent.text === "sc.exe delete AADConnectProvisioningAgent");
  assert.ok(updater && updater.kind === "link");
  assert.deepEqual(said(left(unread)), ["leftover:services unknown", ...inTenant]);
});

test("nothing that deletes is advised without what it takes away", () => {
  const left = judgeLeftovers(
    {
      folders: { value: ["C:\\a"] },
      registry: { value: true },
      services: { value: ["AADConnectProvisioningAgent", "AzureADConnectAgentUpdater"] },
    },
    "CONTOSO\\pGMSA_1$",
    { value: ["Password Protection proxy"] },
  );
  const fixes = left.flatMap((one) => (one.verdict === "warning" ? [[one.about, one.fix] as const] : []));
  for (const [about, fix] of fixes) {
    if (fix.kind === "command") assert.match(fix.warning ?? "", /delete/u, about);
    else assert.equal(fix.kind, "link", about);
  }
  const told = Object.fromEntries(fixes.map(([about, fix]) => [about, fix.kind === "link" && fix.whatToDo]));
  const configuration = String(told.configuration);
  assert.match(configuration, /Deleting it asks nothing and leaves the synchronised objects/u);
  assert.match(configuration, /first scope it to an empty group .* let it run, then disable and delete it/u);
  assert.match(configuration, /While another agent serves the domain, leave it alone/u);
  assert.match(String(told.portal), /about an hour.*about ten days.*certificate ends/u);
  const updater = left.find(({ about }) => about === "AzureADConnectAgentUpdater");
  assert.equal(updater?.evidence[1]?.value, "Password Protection proxy");
  assert.match(String(told.AzureADConnectAgentUpdater), /Only where you know that none is/u);
});

test("uninstalling remembers the account, asks for a restart where Windows wants one, and says what failed", async () => {
  let products = [{ id: "A", name: "Microsoft Entra Provisioning Agent", version: "1" }];
  let exitCode = 1603;
  const at = script({
    "Get-CloudSyncAgentFact": () => registeredAgent,
    "Get-CloudSyncAgentHealth": () => ({ ...well, products: { value: products } }),
    "Get-CloudSyncAgentLeftover": () => ({
      folders: { value: [] },
      registry: { value: false },
      services: { value: [] },
    }),
    "Uninstall-CloudSyncAgentProduct": (_, { whatIf }) => {
      if (exitCode === 3010 && whatIf !== true) products = [];
      return { exitCode };
    },
  });
  const of = testRun(at, { procedure: procedures.uninstall, yes: true });
  await of.run.check("uninstall");
  assert.deepEqual(of.run.stateOf("uninstall"), { kind: "todo", findings: [] });
  await of.run.changes("uninstall");
  assert.deepEqual(
    at.calls.filter(({ how }) => how.whatIf === true).map(({ op, args }) => [op, args]),
    [["Uninstall-CloudSyncAgentProduct", { id: "A" }]],
  );
  await shownAndApplied(of.run, "uninstall");
  const failed = of.run.stateOf("uninstall");
  assert.equal(failed.kind === "failed" && failed.problem.code, "installerFailed");
  exitCode = 3010;
  await shownAndApplied(of.run, "uninstall");
  const done = of.run.stateOf("uninstall");
  assert.deepEqual(done.kind === "done" && done.proof, [{ name: "Programs of the agent", value: "none" }]);
  assert.ok(kinds(of, "uninstall").includes("said"));
  assert.ok(of.run.stateOf("uninstall").findings.some(({ summary }) => summary.includes("pGMSA_e6620264$")));
});

test("uninstalling asks before, naming the domains that may stop to synchronise; a no uninstalls nothing", async () => {
  const questions: YesQuestion[] = [];
  const asked = async (domains: AgentFactsDomains, seen: readonly JournalEvent[] = [], plan = planned()) => {
    const at = script({
      "Get-CloudSyncAgentFact": () => registeredAgent,
      "Get-CloudSyncAgentHealth": () => ({
        ...well,
        products: { value: [{ id: "A", name: "Agent", version: "1" }] },
      }),
      "Get-CloudSyncRegisteredDomain": () => ({ domains }),
    });
    const { run } = testRun(at, {
      procedure: procedures.uninstall,
      plan,
      events: seen,
      ask: {
        credential: () => Promise.resolve(undefined),
        consent: (question) => Promise.resolve((questions.push(question), false)),
      },
    });
    await run.changes("uninstall");
    await shownAndApplied(run, "uninstall");
    assert.equal(run.stateOf("uninstall").kind, "todo");
    const done = at.calls.filter(
      ({ op, how }) => op === "Uninstall-CloudSyncAgentProduct" && how.whatIf !== true,
    );
    assert.deepEqual(done, [], "a no");
    return questions.at(-1)?.detail ?? "";
  };
  const stops = /Where no other agent is active .* its synchronisation stops/u;
  const listed = await asked({ value: ["contoso.com", "fabrikam.com"] });
  assert.match(listed, /^It serves contoso\.com, fabrikam\.com\./u);
  assert.match(listed, stops);
  const statement = { about: "domains" as const, domains: ["child.contoso.com"], seenIn: "wizard" as const };
  const at = { at: "2026-11-24T11:00:00.000Z", by: "ada", server: "SYNC01", step: "confirm" };
  const remembered = await asked(unread, [{ ...at, kind: "said", statement }]);
  assert.match(remembered, /^It serves child\.contoso\.com\./u);
  assert.match(await asked(unread), /^It serves contoso\.com\./u);
  const unknown = await asked(unread, [], emptyPlan());
  assert.match(unknown, /^Which domains it serves is not known\./u);
  assert.match(unknown, stops);
  assert.equal(questions[0]?.message, "Uninstall the agent from SYNC01?");
});

test("where the programs cannot be listed, nothing is uninstalled", async () => {
  const at = script({ "Get-CloudSyncAgentHealth": () => ({ ...well, products: unread }) });
  const { run, problems } = testRun(at, { procedure: procedures.uninstall });
  await run.check("uninstall");
  assert.equal(run.stateOf("uninstall").kind, "failed");
  assert.equal(problems[0]?.raw, unread.unread);
});
