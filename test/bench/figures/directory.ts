/**
 * All domain controllers of a forest with fifty of them, with their sites: by this machine's own way and through a session, beside
 * `ldapsearch` that asks the same controller for the same entries, without pages: they ask in pages, which Samba takes twice as long
 * for. Everything is warm, and what a sign-in takes is left out of each.
 */
import assert from "node:assert/strict";
import { findSamba } from "../../../scripts/tools/samba.ts";
import {
  listed,
  fiftyControllers,
  sitesIn,
  ways,
  type Fifty,
  type Way,
} from "../../directory/asking/fifty.ts";
import { configurationOf } from "../../directory/support/forests.ts";
import { median, type Measure } from "../figure.ts";

const turns = 15;
/** Times of `ldapsearch` that each way may take. */
const bounds: Readonly<Record<Way, number>> = { vsCode: 1.5, server: 3 };
const names: Readonly<Record<Way, string>> = { vsCode: "this machine", server: "a session" };

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return performance.now() - from;
};

/** Milliseconds of the two searches of the list, without the program's start and its sign-in. */
const byProgram = async ({ fabrikam }: Fifty): Promise<number> => {
  const all = ["objectClass", "dNSHostName"];
  const servers = ["(|(objectClass=server)(objectClass=nTDSDSA))", ...all, "serverReference", "options"];
  const bits = (value: number) => `(userAccountControl:1.2.840.113556.1.4.803:=${value})`;
  const accounts = [`(|(objectClass=domainDNS)${bits(0x2000)}${bits(0x4000000)})`, ...all];
  const more = ["fSMORoleOwner", "userAccountControl", "operatingSystem", "operatingSystemVersion"];
  const signIn = await timed(() => fabrikam.ldapsearch("-b", "", "-s", "base", "1.1"));
  const sites = `CN=Sites,${configurationOf(fabrikam)}`;
  const configuration = await timed(() => fabrikam.ldapsearch("-b", sites, ...servers, "msDS-HasDomainNCs"));
  const ofDomain = await timed(() => fabrikam.ldapsearch("-b", fabrikam.baseDn, ...accounts, ...more));
  return configuration + ofDomain - 2 * signIn;
};

/** Milliseconds from the accepted sign-in to the list. */
const byWay = async ({ fabrikam, ask }: Fifty, way: Way): Promise<number> => {
  let bindMs = 0;
  const all = await timed(async () => {
    const answer = await ask(way, fabrikam.controllers[0].address, listed);
    ({ bindMs } = answer.bind);
    assert.equal(sitesIn(answer).size, 50);
  });
  return all - bindMs;
};

export const measure: Measure = async () => {
  findSamba();
  const fifty = await fiftyControllers();
  try {
    const taken: Readonly<Record<Way | "program", number[]>> = { vsCode: [], server: [], program: [] };
    for (let turn = 0; turn <= turns; turn += 1) {
      const one = { program: await byProgram(fifty), vsCode: 0, server: 0 };
      for (const way of ways) one[way] = await byWay(fifty, way);
      // The first one warms.
      if (turn > 0) for (const of of [...ways, "program"] as const) taken[of].push(one[of]);
    }
    const program = median(taken.program);
    return ways.map((way) => ({
      what: `50 domain controllers with their sites, by ${names[way]}`,
      value: median(taken[way]) / program,
      bound: bounds[way],
      unit: "times ldapsearch",
      beside: `${median(taken[way]).toFixed(0)} ms; ldapsearch ${program.toFixed(0)} ms`,
    }));
  } finally {
    await fifty.stop();
  }
};
