/** Where something is changed: told apart, kept, and said in words. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { place, placeKey, sayPlace, type Place } from "../../../src/setup/place.ts";
import type { ServerId } from "../../../src/setup/target.ts";

const server = (id: string): Place => ({ port: "server", server: id as ServerId });
const directory = (domain: string): Place => ({ port: "directory", domain });
const samePlace = (one: Place, other: Place) => placeKey(one) === placeKey(other);
const cloud = (tenant: string): Place => ({ port: "cloud", tenant });

test("a place is one by its port and its name there, in capitals or not where names have none", () => {
  const all = [server("a"), server("b"), directory("a"), directory("b"), cloud("a"), cloud("")];
  for (const one of all) for (const other of all) assert.equal(samePlace(one, { ...other }), one === other);
  assert.ok(samePlace(directory("Contoso.com"), directory("contoso.COM")));
  assert.ok(samePlace(cloud("72F9"), cloud("72f9")));
});

test("a place is said by its name; one that is not known yet by whose it is", () => {
  const said = (of: Place) => sayPlace(of, "SYNC01");
  assert.deepEqual(
    [server("id"), directory("contoso.com"), directory(""), cloud("72f9"), cloud("")].map(said),
    ["SYNC01", "contoso.com", "the domain of SYNC01", "the tenant 72f9", "the tenant"],
  );
});

test("what is no place of a known port is none", () => {
  for (const good of [server("x"), directory(""), cloud("x")]) assert.ok(v.is(place, good));
  for (const wrong of [
    "SYNC01",
    { port: "server" },
    { port: "mail", server: "x" },
    { port: "server", domain: "x" },
    { port: "directory", domain: "x", more: 1 },
    { port: "cloud", tenant: "x".repeat(1001) },
  ])
    assert.ok(!v.is(place, wrong), JSON.stringify(wrong));
});
