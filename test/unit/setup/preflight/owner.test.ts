/** What a group policy sets is asked of its owner by name; where nobody knows who sets it, nothing is changed from here. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnose } from "../../../../src/setup/diagnosis/diagnose.ts";
import type { Finding, Fix } from "../../../../src/setup/finding.ts";
import { credentialManager, executionPolicy } from "../../../../src/setup/preflight/policy.ts";
import { logonRight } from "../../../../src/setup/preflight/logonRight.ts";
import { tls } from "../../../../src/setup/preflight/tls.ts";
import { emptyPlan } from "../../../../src/setup/plan.ts";
import {
  type AllRead,
  defaultRights,
  factsWith,
  healthyPolicy,
  healthyTls,
  unread,
} from "../../support/facts.ts";

const hardened = { value: "Tier 0 hardening" };
const fixOf = (found: Finding | undefined): Fix => {
  assert.ok(found?.verdict === "fail" || found?.verdict === "warning", found?.verdict);
  return found.fix;
};
const setBy = (found: Finding | undefined) =>
  found?.evidence.find(({ name }) => name === "Set by")?.value ?? "nothing said";

/** Each setting that the product can change, as it is when it is wrong and set by somebody. */
const wrong: Readonly<Record<string, (owner: AllRead["rights"]["policy"]) => readonly Finding[]>> = {
  TLS: (owner) =>
    tls(
      factsWith({
        tls: {
          ...healthyTls,
          clientEnabled: { value: 0 },
          policies:
            "unread" in owner
              ? owner
              : { value: owner.value === null ? [] : [{ setting: "clientEnabled", policy: owner.value }] },
        },
      }),
    ),
  VaultSvc: (servicePolicy) =>
    credentialManager(
      factsWith({
        policy: {
          ...healthyPolicy,
          credentialManager: { value: { startMode: "Disabled", state: "Stopped" } },
          servicePolicy,
        },
      }),
    ),
  "the right to log on as a service": (policy) =>
    logonRight(factsWith({ rights: { ...defaultRights, holders: { value: [] }, policy } }), emptyPlan()),
};

for (const [what, findings] of Object.entries(wrong))
  test(`${what}: ours to fix where no policy sets it, its owner's by name, nobody's where that is not known`, () => {
    const [ours] = findings({ value: null });
    assert.equal(fixOf(ours).kind, "operation");
    assert.equal(setBy(ours), "this server");
    const [theirs] = findings(hardened);
    const fix = fixOf(theirs);
    assert.ok(fix.kind === "owner" && fix.owner === 'the owner of the group policy "Tier 0 hardening"');
    assert.match(fix.whatToAsk, /A change made here would be reverted\.$/u);
    assert.equal(setBy(theirs), 'the group policy "Tier 0 hardening"');
    const [unknown] = findings(unread);
    const advice = fixOf(unknown);
    assert.ok(advice.kind === "owner" && advice.whatToAsk.includes(unread.unread));
    assert.equal(advice.owner, "somebody who is not known");
    assert.equal(setBy(unknown), `not known: ${unread.unread}`);
  });

test("a policy that sets another TLS value leaves this one to us", () => {
  const findings = tls(
    factsWith({
      tls: {
        ...healthyTls,
        clientEnabled: { value: 0 },
        strongCrypto: { value: 0 },
        policies: { value: [{ setting: "strongCrypto", policy: "Crypto baseline" }] },
      },
    }),
  );
  assert.deepEqual(
    findings.filter(({ verdict }) => verdict === "fail").map((found) => [found.about, fixOf(found).kind]),
    [
      ["client", "operation"],
      ["net", "owner"],
    ],
  );
});

const scoped = (scope: string, change: Partial<AllRead["policy"]> = {}) =>
  executionPolicy(
    factsWith({
      policy: { ...healthyPolicy, executionPolicy: { value: [{ scope, policy: "AllSigned" }] }, ...change },
    }),
  )[0];

test("an execution policy of a group policy is asked of its owner, in the part it is set in", () => {
  const computer = scoped("MachinePolicy", { machinePolicy: hardened, userPolicy: unread });
  const fix = fixOf(computer);
  assert.ok(fix.kind === "owner" && fix.owner.includes("Tier 0 hardening"));
  assert.match(fix.whatToAsk, /Computer Configuration/u);
  assert.equal(setBy(computer), 'the group policy "Tier 0 hardening"');
  const user = fixOf(scoped("UserPolicy", { machinePolicy: unread, userPolicy: { value: "Kiosk users" } }));
  assert.ok(user.kind === "owner" && user.owner.includes("Kiosk users"));
  assert.match(user.whatToAsk, /User Configuration/u);
  const unknown = fixOf(scoped("MachinePolicy", { machinePolicy: unread }));
  assert.ok(unknown.kind === "owner" && unknown.whatToAsk.includes(unread.unread));
});

test("a policy's scope that no recorded policy sets has no fix button either", () => {
  for (const scope of ["MachinePolicy", "UserPolicy", "SomethingNew"]) {
    const fix = fixOf(scoped(scope));
    assert.ok(fix.kind === "owner" && fix.owner === `whoever set the policy ${scope} in the registry`);
  }
});

test("a scope that is this server's own is ours to set, whatever could not be read of policies", () => {
  for (const scope of ["LocalMachine", "CurrentUser"]) {
    const found = scoped(scope, { machinePolicy: unread, userPolicy: unread });
    assert.equal(fixOf(found).kind, "operation");
    assert.equal(setBy(found), "nothing said");
  }
});

test("the cause of an error is asked of the same owner", () => {
  const fix = (words: string, policyOwners?: AllRead["policy"]) => {
    const [found] = diagnose(
      { text: words },
      {
        executionPolicies: [{ scope: "MachinePolicy", policy: "AllSigned" }],
        ...(policyOwners ? { policyOwners } : {}),
      },
    );
    assert.ok(found?.kind === "known");
    return found.fix.kind === "owner" ? found.fix.owner : found.fix.kind;
  };
  const owners = { ...healthyPolicy, machinePolicy: hardened, servicePolicy: hardened };
  const vault = "The service VaultSvc is disabled";
  const scripts = "cannot be loaded because running scripts is disabled on this system";
  assert.match(fix(vault, owners), /Tier 0 hardening/u);
  assert.equal(fix(vault, healthyPolicy), "operation");
  assert.equal(fix(vault), "somebody who is not known");
  assert.match(fix(scripts, owners), /Tier 0 hardening/u);
  assert.equal(fix(scripts), "somebody who is not known");
});
