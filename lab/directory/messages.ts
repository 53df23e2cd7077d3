/** Messages of LDAP (RFC 4511, section 4): requests are read, answers written. */
import {
  element,
  elementsIn,
  integer,
  numberIn,
  octets,
  partOf,
  sequence,
  tags,
  type Element,
} from "./ber.ts";
import { scopes, type Scope } from "./directory.ts";
import type { Attribute, Entry } from "./entry.ts";
import { readFilter, type Filter } from "./filter.ts";
import type { Result } from "./results.ts";

export interface Control {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: Buffer;
}

export interface SearchRequest {
  readonly kind: "search";
  readonly base: string;
  readonly scope: Scope;
  /** Entries and seconds; 0 for no limit. */
  readonly sizeLimit: number;
  readonly timeLimit: number;
  readonly typesOnly: boolean;
  readonly filter: Filter;
  /** None: all that are not constructed. */
  readonly attributes: readonly string[];
}

export interface Change {
  readonly how: "add" | "delete" | "replace";
  readonly attribute: Attribute;
}

export type Request =
  | { readonly kind: "bind"; readonly name: string; readonly password: string | undefined }
  | { readonly kind: "unbind" }
  | SearchRequest
  | { readonly kind: "modify"; readonly dn: string; readonly changes: readonly Change[] }
  | { readonly kind: "abandon" }
  | { readonly kind: "extended"; readonly oid: string }
  /** One of LDAP that is not answered here: add, delete, rename, compare. */
  | { readonly kind: "other"; readonly answer: number };

export interface Message {
  readonly id: number;
  readonly request: Request;
  readonly controls: readonly Control[];
}

const text = ({ content }: Element): string => content.toString("utf8");

const readBind = (content: Buffer): Request => {
  const parts = elementsIn(content);
  const how = partOf(parts, 2);
  return {
    kind: "bind",
    name: text(partOf(parts, 1, tags.octets)),
    password: how.tag === 0x80 ? text(how) : undefined,
  };
};

const readSearch = (content: Buffer): Request => {
  const parts = elementsIn(content);
  const scope = scopes[numberIn(partOf(parts, 1, tags.enumerated))];
  if (!scope) throw new Error("No scope of that number.");
  return {
    kind: "search",
    base: text(partOf(parts, 0, tags.octets)),
    scope,
    sizeLimit: numberIn(partOf(parts, 3, tags.integer)),
    timeLimit: numberIn(partOf(parts, 4, tags.integer)),
    typesOnly: numberIn(partOf(parts, 5, tags.boolean)) !== 0,
    filter: readFilter(partOf(parts, 6)),
    attributes: elementsIn(partOf(parts, 7, tags.sequence).content).map(text),
  };
};

const kindsOfChange = ["add", "delete", "replace"] as const;

const readChange = ({ content }: Element): Change => {
  const parts = elementsIn(content);
  const how = kindsOfChange[numberIn(partOf(parts, 0, tags.enumerated))];
  if (!how) throw new Error("No kind of change of that number.");
  const attribute = elementsIn(partOf(parts, 1, tags.sequence).content);
  const values = elementsIn(partOf(attribute, 1, tags.set).content).map((value) => value.content);
  return { how, attribute: { name: text(partOf(attribute, 0)), values } };
};

const readModify = (content: Buffer): Request => {
  const parts = elementsIn(content);
  const changes = elementsIn(partOf(parts, 1, tags.sequence).content).map(readChange);
  return { kind: "modify", dn: text(partOf(parts, 0, tags.octets)), changes };
};

const readRequest = ({ tag, content }: Element): Request => {
  switch (tag) {
    case 0x60:
      return readBind(content);
    case 0x42:
      return { kind: "unbind" };
    case 0x63:
      return readSearch(content);
    case 0x66:
      return readModify(content);
    case 0x50:
      return { kind: "abandon" };
    case 0x77:
      return { kind: "extended", oid: text(partOf(elementsIn(content), 0, 0x80)) };
    // Add, delete, rename, compare: the tag of the answer is the next one, of a constructed element.
    case 0x68:
    case 0x4a:
    case 0x6c:
    case 0x6e:
      return { kind: "other", answer: ((tag | 0x20) & 0xff) + 1 };
    default:
      throw new Error(`No request has the tag ${tag}.`);
  }
};

const readControl = ({ content }: Element): Control => {
  const [oid, ...rest] = elementsIn(content);
  if (!oid) throw new Error("A control without a name.");
  return {
    oid: text(oid),
    critical: rest.some((part) => part.tag === tags.boolean && numberIn(part) !== 0),
    value: rest.find((part) => part.tag === tags.octets)?.content ?? Buffer.alloc(0),
  };
};

/** Throws where it is no message of LDAP. */
export const readMessage = ({ tag, content }: Element): Message => {
  if (tag !== tags.sequence) throw new Error("A message is a sequence.");
  const parts = elementsIn(content);
  const controls = parts.find((part) => part.tag === 0xa0);
  return {
    id: numberIn(partOf(parts, 0, tags.integer)),
    request: readRequest(partOf(parts, 1)),
    controls: controls ? elementsIn(controls.content).map(readControl) : [],
  };
};

export const writeMessage = (
  id: number,
  operation: Buffer,
  controls: readonly { readonly oid: string; readonly value: Buffer }[] = [],
): Buffer =>
  sequence(
    integer(id),
    operation,
    ...(controls.length === 0
      ? []
      : [element(0xa0, ...controls.map(({ oid, value }) => sequence(octets(oid), octets(value))))]),
  );

/** Tags of the answers that end with a result. */
export const answers = { bind: 0x61, search: 0x65, modify: 0x67, extended: 0x78 } as const;

export const writeResult = (tag: number, result: Result, ...more: readonly Buffer[]): Buffer => {
  const urls = result.referrals ?? [];
  return element(
    tag,
    integer(result.code, tags.enumerated),
    octets(result.matched ?? ""),
    octets(result.message),
    ...(urls.length === 0 ? [] : [element(0xa3, ...urls.map((url) => octets(url)))]),
    ...more,
  );
};

export const writeEntry = ({ dn, attributes }: Entry): Buffer =>
  element(
    0x64,
    octets(dn),
    sequence(
      ...attributes.map(({ name, values }) =>
        sequence(octets(name), element(tags.set, ...values.map((value) => octets(value)))),
      ),
    ),
  );

export const writeReference = (urls: readonly string[]): Buffer =>
  element(0x73, ...urls.map((url) => octets(url)));
