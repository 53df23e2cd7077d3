/** What `npm run test:windows` shows of a directory that lets its user in: on a practice server there is nobody to be let in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { withValues } from "../../../lab/directory/entry.ts";
import { readAll, table } from "../../../scripts/tools/readings.ts";
import { controllerPorts } from "../../../src/setup/network/clouds.ts";
import type { Server } from "../../../src/setup/ports.ts";
import {
  base,
  describedDomain,
  failure,
  scriptedDirectory,
  type HowItAnswers,
  type ScriptedDomain,
} from "../support/scriptedDirectory.ts";
import { script, scriptedServer, type Script } from "../support/scriptedServer.ts";

const name = "Get-CloudSyncDirectoryEntry";

const readOf = async ({
  answers = {},
  domain = describedDomain(),
  ...how
}: HowItAnswers & { readonly answers?: Script["answers"]; readonly domain?: ScriptedDomain } = {}) => {
  const of = script(answers);
  const server = scriptedServer(of);
  const directory = scriptedDirectory([domain], how);
  const both: Server = {
    ...server,
    run: (operation, args, more) =>
      (operation.port === "directory" ? directory : server).run(operation, args, more),
  };
  const readings = await readAll(both);
  const own = readings.filter((one) => one.name.startsWith(name));
  return { of, directory, own, printed: table(readings) };
};

test("the directory is asked as the session's user, in each way, and it is said who answered", async () => {
  const { directory, own, printed } = await readOf();
  assert.deepEqual(
    directory.asked.map(({ security, catalog, account }) => [security, catalog, account]),
    [
      ["negotiate", false, undefined],
      ["negotiate", true, undefined],
      ["ldaps", false, undefined],
    ],
  );
  assert.deepEqual(
    own.map((one) => [one.name, one.failed]),
    [
      [name, undefined],
      [`${name}, global catalog`, undefined],
      [`${name}, within TLS`, undefined],
    ],
  );
  for (const { shown } of own) assert.match(shown.join(), /^dc1\.contoso\.com of site \S+ let in by \S+/u);
  assert.match(printed, /^ {4}dc1\.contoso\.com of site \S+ let in by ldaps within \d+ ms$/mu);
});

test("three of the controllers that Windows finds are asked, on every port of one", async () => {
  const names = ["dc1", "dc2", "dc3", "dc4"].map((one) => `${one}.contoso.com`);
  const controllers = {
    names: { value: names },
    site: { value: "Oslo" },
    inSite: { value: ["dc2.contoso.com"] },
  };
  const { of, printed } = await readOf({
    answers: { "Get-CloudSyncDomainControllerFact": () => controllers },
  });
  assert.deepEqual(
    of.calls.filter(({ op }) => op === "Get-CloudSyncControllerFact").map(({ args }) => args),
    [
      {
        domainControllers: names.slice(0, 3),
        ports: controllerPorts.map(({ port }) => port),
        reads: 5,
        timeoutMs: 5000,
      },
    ],
  );
  assert.match(printed, /^ {4}4 controllers; in this server's site, Oslo: dc2\.contoso\.com$/mu);
});

test("who is not let in is told by what was done then, and the other ways are asked all the same", async () => {
  const { own, printed } = await readOf({
    fails: ({ security }) =>
      security === "ldaps" ? failure({ stage: "bind", reason: "answered", message: "80090346" }) : undefined,
  });
  assert.deepEqual(
    own.map(({ unread, shown }) => [unread, shown.length]),
    [
      [[], 1],
      [[], 1],
      [["bind: 80090346"], 0],
    ],
  );
  assert.match(printed, /within TLS +\d+ ms {2}ok, not read:\n {4}bind: 80090346$/mu);
});

test("what a directory does not tell is named by what was asked", async () => {
  const domain = describedDomain();
  const schema = domain.directory.get(`CN=Schema,CN=Configuration,${base}`) ?? assert.fail();
  domain.directory.put(withValues(schema, "objectVersion", []));
  const { own } = await readOf({ domain });
  for (const { unread } of own)
    assert.deepEqual(
      unread.map((one) => one.split(":")[0]),
      ["domain.forest.schemaVersion"],
    );
});
