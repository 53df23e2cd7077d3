/** How often it is waited for a controller until all controllers of a domain are known with their sites. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startProxy, type CountingProxy } from "../../lab/directory/proxy.ts";
import { fiftyControllers, listed, sitesIn, ways, type Fifty } from "./asking/fifty.ts";
import { handsTo, standing, type Standing } from "./asking/standing.ts";
import { controllerObjects } from "./support/controllers.ts";
import { addressRecord, nameDn } from "./support/dnsRecords.ts";
import { dnsNameOf } from "./support/forests.ts";
import { changed } from "./support/ldif.ts";

let fifty: Fifty;
let proxy: CountingProxy;
let before636: Standing;

before(async () => {
  fifty = await fiftyControllers();
  const { fabrikam } = fifty;
  const [{ address }] = fabrikam.controllers;
  proxy = await startProxy(636, { host: address });
  before636 = await standing({ 636: handsTo(proxy.port) });
  // Whoever goes by the controller's name, which its certificate has, comes to the proxy.
  const [host = ""] = fabrikam.hosts;
  const record = addressRecord(before636.address);
  await fabrikam.change(changed(nameDn(fabrikam, host.toLowerCase()), "replace", { dnsRecord: [record] }));
});
after(async () => {
  await Promise.all([before636, proxy, fifty].map((one) => one.stop()));
});

/** Round trips of a sign-in with what is asked afterwards. */
const counted = async (way: (typeof ways)[number], searches: typeof listed) => {
  const [{ name }] = fifty.fabrikam.controllers;
  const from = proxy.roundTrips();
  const answer = await fifty.ask(way, name, searches);
  return { answer, trips: proxy.roundTrips() - from };
};

for (const way of ways)
  test(`50 controllers with their sites need at most 4 round trips after the sign-in, by ${way}`, async () => {
    // Each sign-in asks the controller which domain it has: one round trip that belongs to the list.
    const signedIn = await counted(way, []);
    const { answer, trips } = await counted(way, listed);
    const found = sitesIn(answer);
    assert.deepEqual(
      [...found].sort(),
      [
        ...controllerObjects.map(({ host, site }) => [dnsNameOf(fifty.fabrikam, host), site]),
        [fifty.fabrikam.controllers[0].name, "Default-First-Site-Name"],
      ].sort(),
    );
    assert.equal(found.size, 50);
    assert.ok(signedIn.trips >= 3, `a sign-in took ${signedIn.trips}`);
    const ofList = trips - signedIn.trips + 1;
    assert.ok(ofList > 1 && ofList <= 4, `it took ${ofList}`);
  });
