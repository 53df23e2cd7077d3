/** What of the list of types, members and methods that the module may use it does not use any more. */
import type { Inspected } from "./inspected.ts";
import { touchesWindows } from "./touching.ts";

interface Part {
  readonly types: Readonly<Record<string, readonly string[]>>;
  readonly methods: readonly string[];
}
/** The list as `lab/server/mayUse.json` has it; what stands under `windows` is for the folder `Windows` beside the rest. */
export interface MayUse {
  readonly everywhere: Part;
  readonly windows: Part;
}

const keyOf = ({ name, arity }: { readonly name: string; readonly arity: number }): string =>
  `${name.replace(/^system\./iu, "")}${arity > 0 ? `\`${arity}` : ""}`.toLowerCase();

/** `type`, `type::member` and `.method()`, all in lower case. */
const usesIn = ({ types, members, commands }: Inspected): readonly string[] => [
  ...types.map(keyOf),
  ...commands.flatMap(({ made }) => (made?.types ?? []).flatMap((one) => [keyOf(one), `${keyOf(one)}::new`])),
  ...members.flatMap(({ name, on, static: isStatic, count }) => {
    const member = (name ?? "").toLowerCase();
    if (isStatic) return on.flatMap((one) => [keyOf(one), `${keyOf(one)}::${member}`]);
    return count < 0 ? [] : [`.${member}()`];
  }),
];

const namesOf = ({ types, methods }: Part): readonly string[] => [
  ...Object.entries(types).flatMap(([type, members]) =>
    members.length === 0 ? [type] : members.map((member) => `${type}::${member}`),
  ),
  ...methods.map((method) => `.${method}()`),
];

/** The entries that nothing uses: those for all in a file that is not for Windows, those for Windows in one that is. */
export const unusedIn = (
  { everywhere, windows }: MayUse,
  scripts: readonly Inspected[],
): readonly string[] => {
  const unused = (part: Part, forWindows: boolean): readonly string[] => {
    const uses = new Set(scripts.filter(({ name }) => touchesWindows(name) === forWindows).flatMap(usesIn));
    return namesOf(part).filter((one) => !uses.has(one.toLowerCase()));
  };
  const general = new Set(namesOf(everywhere).map((one) => one.toLowerCase()));
  return [
    ...unused(everywhere, false),
    ...unused(windows, true).map((one) => `windows: ${one}`),
    ...namesOf(windows)
      .filter((one) => general.has(one.toLowerCase()))
      .map((one) => `windows: ${one} is for all`),
  ];
};
