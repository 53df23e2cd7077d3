/** Every type, constructor and member exists in .NET Framework 4.6.2, or is PowerShell's own. */
import type { Finding, Known, Rule } from "../finding.ts";
import type { TypeUse } from "../inspected.ts";
import { accelerators, cimProperties, ownMembers, ownTypes } from "../windowsPowerShell.ts";

/** A type as it was found: of the framework, of PowerShell with what is known of it, or of PowerShell as such. */
type Found =
  | { readonly framework: string }
  | { readonly own: { readonly new: readonly number[]; readonly static: readonly string[] } }
  | "any";

const find = ({ name, arity }: TypeUse, { framework }: Known): Found | undefined => {
  const full = arity === 0 ? accelerators[name.toLowerCase()] : undefined;
  if (full === "") return "any";
  const key = (full ?? name).toLowerCase();
  const own = ownTypes[key] ?? ownTypes[`system.${key}`];
  if (own) return { own };
  const found = framework.find(key, arity);
  return found === undefined ? undefined : { framework: found };
};

const count = (value: number | null) => (value === null ? "some arguments" : `${value} arguments`);
const said = (one: TypeUse) => (one.arity > 0 ? `${one.name}\`${one.arity}` : one.name);

const exist: Rule = ({ types, commands }, known) =>
  [...types, ...commands.flatMap(({ made }) => made?.types ?? [])]
    .filter((one) => find(one, known) === undefined)
    .map((one) => ({ rule: "unknown-type", line: one.line, what: `[${said(one)}]` }));

/** Whether a type can be made so; null arguments are not counted. */
const makes = (found: Found, values: number | null, { framework }: Known): boolean => {
  if (found === "any") return true;
  if ("own" in found) return values === null ? found.own.new.length > 0 : found.own.new.includes(values);
  return framework.makes(found.framework, values);
};

const constructors: Rule = ({ commands, members }, known) => {
  const made = [
    ...commands.flatMap(({ made: one, line }) => {
      const type = one?.types.at(-1);
      // An array is made with its length, or its lengths.
      return one && type && !one.isArray ? [{ type, line, values: one.count }] : [];
    }),
    ...members.flatMap(({ name, on, line, count: values }) =>
      name?.toLowerCase() === "new" && values >= 0 ? on.map((type) => ({ type, line, values })) : [],
    ),
  ];
  return made.flatMap(({ type, line, values }): Finding[] => {
    const found = find(type, known);
    return found === undefined || makes(found, values, known)
      ? []
      : [{ rule: "unknown-constructor", line, what: `${said(type)} with ${count(values)}` }];
  });
};

const has = (found: Found, member: string, values: number, { framework }: Known): boolean => {
  if (found === "any") return true;
  if ("own" in found) return found.own.static.some((one) => one.toLowerCase() === member.toLowerCase());
  return framework.hasStatic(found.framework, member, values);
};

const statics: Rule = ({ members }, known) =>
  members.flatMap(({ name, on, line, count: values }): Finding[] => {
    const [type] = on;
    if (!type || name === null || (name.toLowerCase() === "new" && values >= 0)) return [];
    const found = find(type, known);
    if (found === undefined || has(found, name, values, known)) return [];
    const how = values < 0 ? "" : ` with ${count(values)}`;
    return [{ rule: "unknown-static-member", line, what: `[${said(type)}]::${name}${how}` }];
  });

const cim = new Set(
  Object.values(cimProperties)
    .flat()
    .map((one) => one.toLowerCase()),
);

/** To PowerShell what is in them is a member too. */
const adapted = /dictionary|hashtable|xml|^system\.object$/iu;

/**
 * Mostly an object's type cannot be told from the text, and any type's member will do: a name that none has is a mistake.
 */
const own: Rule = ({ members }, known) =>
  members
    .filter(({ static: isStatic, name, count: values, of }) => {
      if (isStatic || name === null) return false;
      const key = name.toLowerCase();
      if (ownMembers[key]?.includes(values) === true) return false;
      const type = of[0] && find(of[0], known);
      if (typeof type === "object" && "framework" in type && !adapted.test(type.framework))
        return !known.framework.has(type.framework, name, values);
      if (values === -1 && (known.keys.has(key) || cim.has(key))) return false;
      return !known.framework.hasOwn(name, values);
    })
    .map(({ name, line, count: values }) => ({
      rule: "unknown-member",
      line,
      what: `.${name ?? ""}${values < 0 ? "" : ` with ${count(values)}`}`,
    }));

export const types: readonly Rule[] = [exist, constructors, statics, own];
