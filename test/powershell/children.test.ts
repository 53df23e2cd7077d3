/** A child process or a task that does not begin: whoever waits for it is told at once, with what is known, and nothing was done. */
import assert from "node:assert/strict";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { scenarios } from "../../lab/scenarios/index.ts";
import type { MachineState } from "../../lab/server/state.ts";
import { registerAgent, getRegisteredDomains } from "../../src/setup/operations/registering.ts";
import { setAgentPermissions } from "../../src/setup/operations/agent.ts";
import { getServerFacts } from "../../src/setup/operations/server.ts";
import { installAgent } from "../../src/setup/operations/installer.ts";
import { onInstalled } from "./onInstalled.ts";

const at = onInstalled();
const { run, raw } = at;
/** Far below the fourteen minutes that a registration may take, and above what a busy machine does. */
const soon = { timeout: 200_000 };

const root = { user: "CONTOSO\\root", password: "Domain-Secret-2" };
const register = () =>
  run(
    registerAgent,
    {
      customAccount: "",
      domains: [{ name: "contoso.com", preferredDomainControllers: [] }],
      way: "credential",
      tenant: "",
      seenTenant: null,
    },
    {
      secrets: {
        AccountCredential: [{ user: "admin@contoso.onmicrosoft.com", password: "Entra-Secret-1" }],
        ServiceAccountCredential: [root],
        DomainCredential: [root],
      },
    },
  );
const give = () =>
  run(
    setAgentPermissions,
    { types: ["BasicRead"], domain: "" },
    { secrets: { EnterpriseCredential: [root] } },
  );
const begin = (how: (next: MachineState["next"]) => void) => {
  at.lab.change((state) => {
    Object.assign(state, scenarios["agent-running-not-registered"]());
    how(state.next);
  });
};

/** It says that it is PowerShell, and that it may not go on. */
const refuses =
  "let n=0;require('node:readline').createInterface({input:process.stdin}).on('line',(l)=>{const m=/@[0-9a-f]+@/.exec(l);" +
  "if(m)console.log(m[0]+(n++===0?'FullLanguage':'refused the policy says no'))})";

const beginnings: readonly (readonly [string, (next: MachineState["next"]) => void, RegExp])[] = [
  [
    "an application control policy holds it",
    (next) => (next.languageMode = "ConstrainedLanguage"),
    /^constrainedLanguage .*in ConstrainedLanguage mode/su,
  ],
  [
    "it cannot be started",
    (next) => (next.fails["start of a child"] = "This program is blocked by group policy."),
    /^operationFailed ChildNotStarted\.said\n.*blocked by group policy.* did not begin/su,
  ],
  [
    "it ends before it says anything",
    (next) => (next.child = "process.exit(7)"),
    /^operationFailed ChildNotStarted\.exit\n.*exit code 7/su,
  ],
  [
    "it says why it cannot go on",
    (next) => (next.child = refuses),
    /ChildNotStarted\.said\n.*the policy says no/su,
  ],
];
for (const [what, how, said] of beginnings)
  test(`a child that does not begin is told at once, and what is known: ${what}`, soon, async () => {
    await run(getServerFacts, {});
    begin(how);
    await raw(register(), said);
    await raw(give(), said);
    const { domains } = await run(getRegisteredDomains, {});
    assert.ok("unread" in domains && domains.unread !== "", JSON.stringify(domains));
    assert.equal(at.lab.state().counts.registrations, 0);
    // Nobody waits for it afterwards, and the next one does the work.
    begin(() => undefined);
    assert.equal((await register()).steps.length, 4);
    assert.equal(at.lab.state().counts.registrations, 1);
  });

test(
  "a child that has ended is known to have, although what it started keeps its output open",
  soon,
  async () => {
    const stays = path.join(at.lab.dir, "stays");
    writeFileSync(stays, "");
    const other = `setInterval(()=>{if(!require('node:fs').existsSync('${stays}'))process.exit()},50)`;
    begin((next) => {
      next.child =
        `const c=require('node:child_process').spawn(process.execPath,['-e',\`${other}\`],{stdio:'inherit',detached:true});` +
        "c.unref();setTimeout(()=>process.exit(7),300)";
    });
    try {
      await raw(register(), /ChildNotStarted\.exit\n.*exit code 7/su);
      assert.ok(existsSync(stays));
    } finally {
      rmSync(stays, { force: true });
      await sleep(200);
    }
  },
);

test("a task that Windows takes and does not start is given up, said to be so, and taken away", async () => {
  const installer = await at.overNetwork();
  const install = () => run(installAgent, installer);
  at.lab.change(({ next }) => (next.taskNeverRuns = true));
  await raw(install(), /TaskNotStarted.*did not start the setup program/su);
  assert.deepEqual(at.lab.state().tasks, {});
  assert.equal(at.lab.state().counts.setups, 0);
  at.lab.change(({ next }) => (next.taskNeverRuns = false));
  assert.equal((await install()).exitCode, 0);
});
