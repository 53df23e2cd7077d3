/** Searches on a connection that stands: pages, lists that come in parts, and what entries hold. */
import {
  BerWriter,
  Control,
  PagedResultsControl,
  PresenceFilter,
  SearchRequest,
  type SearchEntry,
} from "ldapts";
import type { DirectoryAnswer, DirectoryEntry, DirectorySearch } from "../setup/operations/directory.ts";
import type { Opened } from "./connect.ts";
import type { Exchange, Heard } from "./exchange.ts";
import { Failed, refusedBy } from "./failure.ts";
import { baseOf, filterOf } from "./names.ts";

type Answer = Extract<DirectoryAnswer, { outcome: "bound" }>["answers"][number];

/**
 * Which parts of a descriptor come: owner, group and the list of who may what, without that for audits, which needs a right of its
 * own ([MS-ADTS] 3.1.1.3.4.1.11, flags 7).
 */
class DescriptorParts extends Control {
  constructor() {
    super("1.2.840.113556.1.4.801", { critical: true });
  }
  protected override writeControl(writer: BerWriter): void {
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(7);
    value.endSequence();
    writer.writeBuffer(value.buffer, 0x04);
  }
}

const scopes = { base: "base", oneLevel: "one", subtree: "sub" } as const;
const anything = new PresenceFilter({ attribute: "objectClass" });
/** None named would be all of them (RFC 4511 4.5.1.8). */
const none = ["1.1"];

type Send = (
  more: Pick<SearchRequest, "baseDN" | "scope" | "filter" | "attributes">,
  controls: Control[],
) => Promise<Heard>;

/** Sends within the time of one search. @throws Failed */
const sender = (exchange: Exchange, limitMs: number): Send => {
  const from = performance.now();
  return async (more, controls) => {
    const left = limitMs - (performance.now() - from);
    const heard = await exchange.ask(
      "search",
      left,
      (messageId) => new SearchRequest({ messageId, ...more, controls, timeLimit: 0 }),
    );
    if (heard.final.status !== 0) throw refusedBy("search", heard.final);
    return heard;
  };
};

const part = /^([a-z][a-z0-9-]*);range=\d{1,9}-(\d{1,9}|\*)$/iu;

/**
 * All values of a list that came in parts, `member;range=0-1499` first
 * (https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/3ed61e6c-cfdc-487d-9f02-5a3397be3772).
 */
const wholeList = async (
  send: Send,
  dn: string,
  type: string,
  begun: readonly Buffer[],
): Promise<readonly Buffer[]> => {
  const values = [...begun];
  let found = part.exec(type);
  for (let end = -1; found && found[2] !== "*" && Number(found[2]) > end;) {
    end = Number(found[2]);
    const attributes = [`${found[1] ?? ""};range=${end + 1}-*`];
    const { entries } = await send({ baseDN: dn, scope: "base", filter: anything, attributes }, []);
    const next = entries.flatMap((one) => one.attributes).find((one) => part.test(one.type));
    values.push(...(next?.parsedBuffers ?? []));
    found = next ? part.exec(next.type) : null;
  }
  return values;
};

/** The values of an attribute that came more than once: each counts once (RFC 4511 4.1.7). */
const joined = (before: readonly Buffer[] | undefined, more: readonly Buffer[]): readonly Buffer[] =>
  before === undefined
    ? more
    : [...before, ...more.filter((one) => !before.some((known) => known.equals(one)))];

const entryOf = async (
  send: Send,
  { name, attributes }: SearchEntry,
  search: DirectorySearch,
): Promise<DirectoryEntry> => {
  const values = new Map<string, readonly Buffer[]>();
  for (const { type, parsedBuffers } of attributes) {
    const all = part.test(type) ? await wholeList(send, name, type, parsedBuffers) : parsedBuffers;
    const key = (type.split(";")[0] ?? type).toLowerCase();
    if (all.length > 0) values.set(key, joined(values.get(key), all));
  }
  // By the name that was asked for; the directory has its own.
  const of = (names: readonly string[], encoding: "utf8" | "base64") =>
    Object.fromEntries(
      names.flatMap((one) => {
        const found = values.get(one.toLowerCase());
        return found ? [[one, found.map((value) => value.toString(encoding))]] : [];
      }),
    );
  return { dn: name, text: of(search.text, "utf8"), bytes: of(bytesOf(search), "base64") };
};

const bytesOf = ({ bytes, descriptor }: DirectorySearch): readonly string[] =>
  descriptor && !bytes.includes("nTSecurityDescriptor") ? [...bytes, "nTSecurityDescriptor"] : bytes;

const cookieOf = ({ final }: Heard): Buffer | undefined => {
  const paged = final.controls?.find((one) => one instanceof PagedResultsControl);
  const cookie = paged?.value?.cookie;
  return cookie && cookie.length > 0 ? cookie : undefined;
};

/** The answer to one search, page after page until its end or one more than the most; or why there is none. */
export const searched = async ({ exchange, root }: Opened, search: DirectorySearch): Promise<Answer> => {
  const from = performance.now();
  const send = sender(exchange, search.timeoutMs);
  const asked = [...search.text, ...bytesOf(search)];
  const request = {
    baseDN: baseOf(search.base, root),
    scope: scopes[search.scope],
    filter: filterOf(search.filter),
    attributes: asked.length === 0 ? none : asked,
  };
  const { most, pageSize, descriptor, scope } = search;
  try {
    const found: SearchEntry[] = [];
    const referrals: string[] = [];
    let cookie: Buffer | undefined;
    do {
      const pages = new PagedResultsControl({ value: { size: pageSize, ...(cookie ? { cookie } : {}) } });
      const heard = await send(request, [
        ...(descriptor ? [new DescriptorParts()] : []),
        ...(scope === "base" ? [] : [pages]),
      ]);
      found.push(...heard.entries);
      referrals.push(...heard.references);
      cookie = cookieOf(heard);
    } while (cookie && found.length <= most);
    const entries: DirectoryEntry[] = [];
    for (const one of found.slice(0, most)) entries.push(await entryOf(send, one, search));
    const ms = Math.round(performance.now() - from);
    return { outcome: "found", entries, more: found.length > most, referrals, ms };
  } catch (error) {
    if (error instanceof Failed) return error.failure;
    throw error;
  }
};
