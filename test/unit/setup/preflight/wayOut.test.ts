/** The way out, as far as its parts were read. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { wayOutOf } from "../../../../src/setup/preflight/wayOut.ts";
import { plainConfiguration } from "../../support/facts.ts";

test("what was not asked for is not known, and what could not be read says why; the agent's proxy is its configuration's", () => {
  const none = { unread: "" };
  assert.deepEqual(wayOutOf({}), {
    proxies: { winHttp: none, user: none, agent: none },
    controllers: { names: none, site: none, inSite: none },
    agentHosts: { names: none },
  });
  const known = wayOutOf({
    configuration: { value: { ...plainConfiguration, proxy: { value: "http://p:8080" } } },
    controllers: { unread: "denied" },
  });
  assert.deepEqual(known.proxies.agent, { value: "http://p:8080" });
  assert.deepEqual(known.controllers.names, { unread: "denied" });
});
