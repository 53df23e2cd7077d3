/** What a server is known by. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { refKey } from "../../../src/setup/stepRef.ts";
import { reach, serverId, shownName } from "../../../src/setup/target.ts";
import { thisMachine } from "../support/scriptedServer.ts";

const id = "0b7c9a52-7f0e-4c3a-8d1b-5e6f7a8b9c0d";

test("a server's id is a UUID in lower case and nothing else, so that it can be the name of a file", () => {
  assert.equal(v.parse(serverId, id), id);
  for (const other of ["", "SYNC01", "..", "../x", `${id}/..`, id.toUpperCase(), `${id}\n`, ` ${id}`, "con"])
    assert.ok(!v.is(serverId, other), other);
});

test("the address of a server is one word, and no option of the program that is given it", () => {
  const ways = (to: string) => [
    { kind: "ssh", host: to },
    { kind: "remoting", computer: to },
    // Of a kind that is not known, too.
    { kind: "telepathy", medium: "Ada", to },
  ];
  for (const one of ["SYNC01", "admin@sync01.contoso.com", "fe80::1%eth0", "sync-01"])
    for (const way of ways(one)) assert.ok(v.is(reach, way), one);
  for (const one of ["", "-oProxyCommand=x", "--", " SYNC01", "SYNC01 -v", "SYNC01\nx", "a\tb"])
    for (const way of ways(one)) assert.ok(!v.is(reach, way), one);
});

test("the kind of a reach is a name, and what belongs to it a text", () => {
  assert.ok(v.is(reach, { kind: "thisMachine" }));
  for (const one of [
    {},
    { kind: "" },
    { kind: "a b" },
    { kind: 1 },
    { kind: "ssh", host: { name: "SYNC01" } },
  ])
    assert.ok(!v.is(reach, one), JSON.stringify(one));
});

test("what is about a step of a server is one text where VS Code wants one, and no other's", () => {
  const server = v.parse(serverId, id);
  assert.equal(refKey({ server, step: "install" }), `${id}/install`);
  assert.notEqual(refKey({ server, step: "install" }), refKey({ server, step: "confirm" }));
});

test("a server is called by its own name once it has told it", () => {
  assert.equal(shownName({ target: thisMachine, computer: undefined }), "SYNC01");
  assert.equal(shownName({ target: thisMachine, computer: "SYNC01-NEW" }), "SYNC01-NEW");
});
