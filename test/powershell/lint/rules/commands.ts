/** Every command is the module's own, one of 5.1's or the agent's; with parameters it has. */
import { agentCmdlets } from "../agentCmdlets.ts";
import type { Finding, Known, Rule } from "../finding.ts";
import { aliases, commonParameters } from "../windowsPowerShell.ts";

const same = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase();
const agents = new Map(
  Object.entries(agentCmdlets).map(([name, parameters]) => [name.toLowerCase(), parameters]),
);

/** What cannot be said but by position, or is always said so. */
const byPosition = ["ForEach-Object", "New-Object", "Where-Object"];
/** They take any text for a program. Their methods are in the list of members, or rather are not. */
const evaluating = ["Invoke-Expression", "iex", "Invoke-Command", "Add-Type"];

const parametersOf = (name: string, { own, commands }: Known): readonly string[] | undefined => {
  const key = name.toLowerCase();
  const found = own.get(key);
  if (found)
    return [...found.parameters.map((one) => one.name), ...(found.whatIf ? ["WhatIf", "Confirm"] : [])];
  return agents.get(key) ?? commands.get(key);
};

const known: Rule = ({ commands }, all) =>
  commands.flatMap(({ name, line, parameters }): Finding[] => {
    if (name === null) return [];
    if (evaluating.some(same(name))) return [{ rule: "evaluates-text", line, what: name }];
    if (aliases.some(same(name))) return [{ rule: "alias", line, what: name }];
    const has = parametersOf(name, all);
    if (!has) return [{ rule: "unknown-command", line, what: name }];
    return parameters
      .filter((one) => ![...has, ...commonParameters].some(same(one)))
      .map((one) => ({ rule: "unknown-parameter", line, what: `${name} -${one}` }));
  });

/** Parameters are named: a position can mean another parameter in another version. */
const named: Rule = ({ commands }) =>
  commands
    .filter(
      ({ name, positional }) =>
        name !== null && positional > 0 && ![...byPosition, ...evaluating, ...aliases].some(same(name)),
    )
    .map(({ name, line }) => ({ rule: "positional-argument", line, what: name ?? "" }));

const plainText: Rule = ({ commands }) =>
  commands
    .filter(
      ({ name, parameters }) =>
        name?.toLowerCase() === "convertto-securestring" && parameters.some(same("AsPlainText")),
    )
    .map(({ line }) => ({ rule: "plain-text-password", line, what: "ConvertTo-SecureString -AsPlainText" }));

/** Commands and members whose names are only known when they run: each is on the list with its reason, or reported. */
const dynamic: Rule = ({ name: file, commands, members }, { dynamic: list }) =>
  [
    ...commands.filter(({ name }) => name === null),
    ...members.filter(({ name, static: isStatic, on }) => name === null || (isStatic && on.length === 0)),
  ]
    .filter(({ text }) => !list.some((one) => one.file === file && one.text === text))
    .map(({ text, line }) => ({ rule: "dynamic-name", line, what: text }));

export const commands: readonly Rule[] = [known, named, plainText, dynamic];
