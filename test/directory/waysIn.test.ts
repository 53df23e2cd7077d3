/** Which way into a directory is taken where none is named, by both ways to ask, and how often a password is sent on it. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeAuthority, type Authority } from "../../lab/directory/authority.ts";
import { entriesOf } from "../../lab/directory/domain.ts";
import { getDirectoryEntries, type DirectoryTarget } from "../../src/setup/operations/directory.ts";
import { resultOf } from "../../src/setup/result.ts";
import { domain as described, password } from "../unit/support/directory.ts";
import { bound, failure, target } from "./asking/questions.ts";
import { placed, stopPlaces, type Place } from "./asking/place.ts";
import { standing, type Standing } from "./asking/standing.ts";
import { views, type Views } from "./asking/views.ts";

const ways = ["server", "vsCode"] as const;

let asked: Views;
let places: Record<"whole" | "withoutLdaps" | "resetsLdaps" | "stranger", Place>;
let nobody: Standing;

/** A place with one controller of that name. */
const withController = (
  authority: Authority,
  name: string,
  ldaps: Parameters<typeof placed>[2],
): Promise<Place> =>
  placed(authority, entriesOf({ ...described, controllers: [{ name, site: "Hamburg" }] }), ldaps);

before(async () => {
  const authority = makeAuthority("Contoso");
  places = {
    whole: await withController(authority, "DC1", "takes"),
    withoutLdaps: await withController(authority, "DC2", "none"),
    resetsLdaps: await withController(authority, "DC3", "resets"),
    stranger: await withController(makeAuthority("Nobody"), "DC4", "takes"),
  };
  nobody = await standing({});
  const hosts = [nobody, ...Object.values(places).map(({ at }) => at)].map(({ address }) => address);
  asked = await views({
    authorities: [authority.cert],
    // Nobody answers there: whoever asks it, asks for what was named already.
    dns: nobody.address,
    hosts,
    identity: { user: "CONTOSO\\ada", password },
  });
});
after(async () => {
  await asked.stop();
  await nobody.stop();
  await stopPlaces(places);
});

const ask = async (way: (typeof ways)[number], to: Partial<DirectoryTarget>, entered = password) =>
  resultOf(
    getDirectoryEntries,
    await asked[way].run(
      getDirectoryEntries,
      { target: target(null, { domain: "contoso.com", security: null, ...to }), searches: [] },
      { secrets: { account: [{ user: "CONTOSO\\ada", password: entered }] } },
    ),
  );
const binds = () =>
  Object.values(places).flatMap(({ server }) => server.requests().filter((kind) => kind === "bind")).length;

test("the first that is possible is taken, and a password is sent once, right or wrong", async () => {
  for (const [{ at }, security] of [
    [places.whole, "ldaps"],
    [places.withoutLdaps, "startTls"],
    [places.resetsLdaps, "startTls"],
  ] as const)
    for (const way of ways)
      for (const entered of [password, "wrong"]) {
        const before = binds();
        const answer = await ask(way, { controller: at.address }, entered);
        assert.equal(binds() - before, 1, `${way} ${security} ${entered}`);
        if (entered === password) assert.equal(bound(answer).bind.security, security);
        else assert.equal(failure(answer).data, "52e");
      }
});

test("a certificate that is not accepted is looked at by a person: no other way and no other controller is tried", async () => {
  const { address } = places.stranger.at;
  for (const way of ways)
    for (const to of [{ controller: address }, { preferred: [address, places.whole.at.address] }]) {
      const before = binds();
      const { stage, reason } = failure(await ask(way, to));
      assert.deepEqual([stage, reason, binds() - before], ["secure", "certificate", 0], way);
    }
});

test("controllers that are preferred are asked in their order, before DNS is; where one is down the next is", async () => {
  const { whole, withoutLdaps } = places;
  for (const way of ways) {
    const called = async (...preferred: string[]) =>
      bound(await ask(way, { preferred })).bind.controller.toLowerCase();
    assert.equal(await called(withoutLdaps.at.address, whole.at.address), "dc2.contoso.com");
    assert.equal(await called(nobody.address, withoutLdaps.at.address), "dc2.contoso.com");
    const before = binds();
    const wrong = await ask(way, { preferred: [whole.at.address, withoutLdaps.at.address] }, "wrong");
    assert.deepEqual([failure(wrong).data, binds() - before], ["52e", 1], "asked of one of them alone");
  }
  for (const way of ways)
    assert.equal(failure(await ask(way, { preferred: [nobody.address], timeoutMs: 2000 })).stage, "lookup");
});
