/** Syntax, characters, variables and attributes: what Windows PowerShell 5.1 can read at all. */
import type { Finding, Rule } from "../finding.ts";
import { attributes, newerVariables } from "../windowsPowerShell.ts";

const parses: Rule = ({ problems }) =>
  problems.map(({ line, text }) => ({ rule: "does-not-parse", line, what: text }));

const newerSyntax: Rule = ({ newer }) =>
  newer.map(({ line, text }) => ({ rule: "newer-syntax", line, what: text }));

/** A text can be made for which a search takes years: New-Pattern's gives up. */
const searches: Rule = ({ searches: found }) =>
  found.map(({ line, text }) => ({ rule: "endless-search", line, what: text }));

/** What the module may use is a list, lab/server/mayUse.json: what touches the machine is put on it on purpose or not at all. */
const allowed: Rule = ({ refused }) =>
  refused.map(({ line, text }) => ({ rule: "not-allowed", line, what: text }));

/** 5.1 reads a file without a byte order mark in the system's code page, and a session's text may meet any other. */
const ascii: Rule = ({ text }) =>
  text
    .split("\n")
    .flatMap((one, index) =>
      /^[\t\r\x20-\x7e]*$/u.test(one)
        ? []
        : [{ rule: "not-ascii", line: index + 1, what: JSON.stringify(one.trim()) }],
    );

/** Characters of a line, but where a literal text - an expression, a path - is most of it, which can stand on one line only. */
const longest = 130;
const lengths: Rule = ({ text }) =>
  text.split("\n").flatMap((one, index): Finding[] => {
    const literal = Math.max(0, ...[...one.matchAll(/'(?:[^']|'')*'/gu)].map(([found]) => found.length));
    const isLong = one.length > longest && (literal < 60 || one.length - literal > 100);
    return isLong ? [{ rule: "long-line", line: index + 1, what: `${one.length} characters` }] : [];
  });

const variables: Rule = ({ variables: used }) =>
  used
    .filter(({ name }) => newerVariables.some((one) => one.toLowerCase() === name.toLowerCase()))
    .map(({ name, line }) => ({ rule: "newer-variable", line, what: `$${name}` }));

const attributesKnown: Rule = ({ attributes: used }, { framework }) =>
  used.flatMap(({ name, named, line }): Finding[] => {
    const known = attributes[name.toLowerCase().replace(/attribute$/u, "")];
    const rule = "unknown-attribute";
    if (!known)
      return framework.find(name, 0) !== undefined || framework.find(`${name}Attribute`, 0) !== undefined
        ? []
        : [{ rule, line, what: `[${name}]` }];
    return named
      .filter((one) => !known.some((other) => other.toLowerCase() === one.toLowerCase()))
      .map((one) => ({ rule, line, what: `[${name}(${one})]` }));
  });

export const language: readonly Rule[] = [
  parses,
  newerSyntax,
  searches,
  allowed,
  ascii,
  lengths,
  variables,
  attributesKnown,
];
