/** Whom a custom account's permissions were given to, and where. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  permissionsEverywhere,
  permissionsGiven,
  permissionsStatement,
} from "../../../../src/setup/agent/permissions.ts";
import type { Attestation, Statement } from "../../../../src/setup/journal.ts";
import { planned } from "../../support/scriptedServer.ts";

const when = { at: "2026-11-24T12:00:00.000Z", by: "ada" };
const said = (of: Statement): Attestation => ({ ...of, ...when });
const named = (account: string, ...domains: string[]) => ({
  ...planned(),
  serviceAccount: { kind: "custom" as const, name: account },
  domains: domains.map((name) => ({ name, preferredDomainControllers: [] })),
});
const custom = named("provAgent01$", "contoso.com");

test("what was said of permissions holds for its account, whatever its letters, and for nothing else", () => {
  const given = permissionsStatement(custom, "hand", []);
  assert.deepEqual(given, {
    about: "permissions",
    types: ["BasicRead", "PasswordHashSync"],
    account: "provagent01$",
    domains: ["contoso.com"],
    how: "hand",
  });
  for (const serviceAccount of [undefined, { kind: "create" as const }])
    assert.deepEqual(permissionsStatement({ ...custom, serviceAccount }, "cmdlet", []), {
      ...given,
      account: "",
      how: "cmdlet",
    });
  const one = said(given);
  assert.equal(permissionsGiven(named("PROVAGENT01$", "Contoso.com"), [one]), one);
  assert.equal(permissionsGiven(named("other$", "contoso.com"), [one]), undefined);
  assert.equal(permissionsGiven(planned(), [one]), undefined);
  assert.equal(permissionsGiven(custom, [said({ about: "licence" })]), undefined);
  const older = said({ about: "permissions", types: [] });
  assert.equal(permissionsGiven(custom, [said({ about: "licence" }), older]), older, "an older record");
});

test("permissions hold for the domains they were given in; one that the plan names later needs them, too", () => {
  const both = named("provAgent01$", "contoso.com", "Fabrikam.com");
  const inContoso = said(permissionsStatement(custom, "hand", []));
  assert.equal(permissionsGiven(both, [inContoso]), undefined);
  const inFabrikam = said(permissionsStatement(named("provAgent01$", "fabrikam.com"), "hand", []));
  assert.equal(permissionsGiven(both, [inContoso, inFabrikam]), inFabrikam);
  const everywhere = said(permissionsEverywhere(both));
  assert.equal(permissionsGiven(named("provAgent01$", "later.example"), [everywhere]), everywhere);
});

test("the cmdlet gives permissions where the agent is configured, not where the plan is ahead of it", () => {
  const both = named("provAgent01$", "contoso.com", "fabrikam.com");
  const registered = said({ about: "domains", domains: ["Contoso.com"], seenIn: "cmdlets" });
  const byCmdlet = said(permissionsStatement(both, "cmdlet", [registered]));
  assert.equal(permissionsGiven(both, [registered, byCmdlet]), undefined);
  assert.equal(permissionsGiven(custom, [registered, byCmdlet]), byCmdlet);
  const byHand = said(permissionsStatement(both, "hand", [registered]));
  assert.equal(permissionsGiven(both, [registered, byHand]), byHand);
});
