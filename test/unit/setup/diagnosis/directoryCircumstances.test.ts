/** Rivals that only the directory can tell apart: what is read from it decides, and what was not read is not known. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withValues } from "../../../../lab/directory/entry.ts";
import type { DescribedDomain } from "../../../../lab/directory/described.ts";
import { circumstancesOf } from "../../../../src/setup/diagnosis/circumstances.ts";
import { diagnose } from "../../../../src/setup/diagnosis/diagnose.ts";
import { ofAdministrator, readDirectory } from "../../../../src/setup/diagnosis/directoryCircumstances.ts";
import { emptyPlan, type SetupPlan } from "../../../../src/setup/plan.ts";
import { resultsBy } from "../../../../src/setup/result.ts";
import type { StepContext } from "../../../../src/setup/step.ts";
import { factsWith, healthyServer, installedAgent, unread } from "../../support/facts.ts";
import { failing } from "../../support/failing.ts";
import {
  base,
  describedDomain,
  keyMade,
  madeAccount,
  scriptedDirectory,
  silentDirectory,
  testNow,
  type ScriptedDomain,
} from "../../support/scriptedDirectory.ts";
import { signedInAsRoot } from "../../support/signedIn.ts";
import {
  planned,
  script,
  scriptedServer,
  shownAndApplied,
  testRun,
  type Script,
} from "../../support/scriptedServer.ts";

const read = async (
  domain: ScriptedDomain,
  { of = script(), plan = planned() }: { readonly of?: Script; readonly plan?: SetupPlan } = {},
) => {
  const directory = resultsBy(scriptedDirectory([domain]));
  const server = resultsBy(scriptedServer(of));
  const reads: StepContext["read"] = async (operation, args) => ({
    value: await (operation.port === "directory" ? directory : server)(operation, args),
  });
  const seen = await readDirectory({ read: reads, plan, now: () => testNow, attestations: [] });
  return circumstancesOf(factsWith({}), { directory: seen });
};
const known = (change: Partial<DescribedDomain> = {}) => read(describedDomain(change));
const ids = (text: string, circumstances: Awaited<ReturnType<typeof known>>) =>
  diagnose({ text }, circumstances).map((one) =>
    one.kind === "known" ? `${one.id} ${one.confidence}` : "?",
  );

test("what the directory tells is known by its name", async () => {
  const of = await known({
    managedAccounts: [madeAccount],
  });
  const { kdsKey, accountsContainer, accountsContainerNamed, schemaVersion, externalIdInSchema } = of;
  assert.deepEqual(
    [kdsKey, accountsContainer, accountsContainerNamed, schemaVersion, externalIdInSchema],
    ["ready", true, "right", 88, true],
  );
  assert.deepEqual(
    [of.accountEncryptionTypes, of.mayReadPassword, of.groupChangedSinceStart],
    [28, true, false],
  );
  assert.equal((await known({ kdsKeys: [keyMade(3)] })).kdsKey, "young");
  const nobody = await known();
  assert.ok(!("accountEncryptionTypes" in nobody) && !("mayReadPassword" in nobody));
});

test("a server without a domain, a directory that does not answer, or a plan without an account leaves all of it open", async () => {
  const joinless = script({ "Get-CloudSyncServerFact": () => ({ ...healthyServer, domain: unread }) });
  assert.ok(!("schemaVersion" in (await read(describedDomain(), { of: joinless }))));
  const unplanned: SetupPlan = { ...emptyPlan(), domains: planned().domains };
  const bare = await read(describedDomain(), { plan: unplanned });
  assert.equal(bare.schemaVersion, 88);
  assert.ok(!("kdsKey" in bare));
  const away = await read({
    ...describedDomain(),
    described: { ...describedDomain().described, dns: "other.com" },
  });
  assert.ok(!("schemaVersion" in away) && !("kdsKey" in away));
});

test("the directory decides between the causes of one message", async () => {
  const kds =
    "Unable to create gMSA because KDS may not be running on domain controller. Please create/run KDS manually.";
  assert.deepEqual(ids(kds, await known({ kdsKeys: [keyMade(2)] })), ["kdsRootKey certain"]);
  assert.deepEqual(ids(kds, await known()), ["encryptionTypes likely"]);
  const noObject =
    "Error while creating group managed service account (gMSA). Error: There is no such object on the server.";
  const unnamed = describedDomain();
  unnamed.directory.put(
    withValues(unnamed.directory.get(base) ?? assert.fail(), "otherWellKnownObjects", []),
  );
  assert.deepEqual(ids(noObject, await read(unnamed)), ["accountsContainerMisnamed certain"]);
  const denied = "Install-ADServiceAccount : Cannot install service account. Error Message: 'Access Denied'.";
  const others = [{ ...madeAccount, readers: ["DC1$"] }];
  assert.deepEqual(ids(denied, await known({ managedAccounts: others })), ["passwordNotReadable certain"]);
});

const said = signedInAsRoot({
  domainAdmin: false,
  protectedUser: true,
  password: { kind: "later", ends: testNow },
  mayCreateAccount: null,
  mayGivePermissions: null,
});

test("who signed in is known by the name that the failing cmdlet was given, and nobody else is", () => {
  const one = { ...said, at: testNow, by: "ada" };
  const attested = [one];
  assert.deepEqual(ofAdministrator("contoso\\ROOT", attested, testNow), {
    domainAdmin: false,
    protectedUser: true,
    passwordExpired: true,
  });
  assert.deepEqual(ofAdministrator("CONTOSO\\other", attested, testNow), {});
  assert.deepEqual(ofAdministrator(undefined, attested, testNow), {});
  const untold = { ...one, domainAdmin: null, protectedUser: null, password: null };
  assert.deepEqual(ofAdministrator("CONTOSO\\root", [untold], testNow), {});
});

test("a registration that failed is explained by the directory as it is then, and by who its administrator was seen to be", async () => {
  const failed = async (directory: ReturnType<typeof scriptedDirectory>, raw: string) => {
    const of = script({
      "Get-CloudSyncAgentFact": () => installedAgent,
      "Register-CloudSyncAgent": failing(raw),
    });
    const { run } = testRun(of, {
      plan: { ...planned(), registrationMethod: "credential" },
      directory,
      events: [
        { at: testNow, by: "ada", server: "SYNC01", step: "directory", kind: "said", statement: said },
      ],
      credentials: [
        { user: "a@contoso.com", password: "pass-1" },
        { user: "CONTOSO\\root", password: "pass-2" },
      ],
    });
    await shownAndApplied(run, "confirm");
    const state = run.stateOf("confirm");
    return state.kind === "failed" ? state.problem.means : assert.fail(state.kind);
  };
  const kds =
    "Unable to create gMSA because KDS may not be running on domain controller. Please create/run KDS manually.";
  const young = scriptedDirectory([describedDomain({ kdsKeys: [keyMade(1)] })]);
  assert.match(await failed(young, kds), /^The forest has no KDS root key that can be used\./u);
  const refused = "X\nAdd-AADCloudSyncADDomain as CONTOSO\\root: The user name or password is incorrect.";
  const means = await failed(silentDirectory(), refused);
  assert.match(means, /The account is a member of Protected Users\./u);
  assert.match(means, /The account is no Domain Admin or Enterprise Admin\./u);
});
