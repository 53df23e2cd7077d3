/** Values made up of anything that a schema allows. */
import assert from "node:assert/strict";

/** The same numbers in every run: a linear congruential generator (Numerical Recipes, 1992). */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    chance: (of: number) => next() < of,
    below: (limit: number) => Math.floor(next() * limit),
    one: <T>(of: readonly [T, ...T[]]): T => of[Math.floor(next() * of.length)] ?? of[0],
  };
};
export type Random = ReturnType<typeof randomFrom>;

const texts: readonly [string, ...string[]] = [
  "",
  " ",
  "Running",
  "Stopped",
  "Auto",
  "Manual",
  "Disabled",
  "Valid",
  "Microsoft Corporation",
  "AADConnectProvisioningAgent",
  "NT SERVICE\\AADConnectProvisioningAgent",
  "CONTOSO\\pGMSA_1$",
  "contoso.com",
  "1.1.1365.0",
  "1.1.2334.0",
  "99999999999999999999.1",
  "-1.-1",
  "S-1-5-80-0",
  "HKLM\\SOFTWARE",
  "C:\\Program Files\\x.exe",
  "\\\\host\\share\\x",
  "http://proxy:8080",
  "http=a:80;https=b:99999",
  "ada:pw@proxy:8080",
  "constructor",
  "__proto__",
  "toString",
  "[link](command:x)",
  "$(flame)",
  "<img src=x onerror=1>",
  "\u001b[2J",
  "\u202egnp.exe",
  "\u0000",
  "\ud800",
  "{0} {1}",
  "%s%n",
  '{"a":[',
  "RemoteSigned",
  "AllSigned",
  "Restricted",
  "LocalMachine",
  "MachinePolicy",
  "Server Core",
  "Server",
  "Windows Server 2012 R2 Standard",
  "Tls12",
  "None",
  "NaN",
  "1e400",
  "5f2c8a1e-7b7d-4c55-9a0e-6d3f1c2b4a90",
  "\u00fcnic\u00f6de.example",
  "x".repeat(3000),
  "a\nb\r\nc",
  "error 0x80072EE7 (1603) at 12:13:14",
];
const numbers: readonly [number, ...number[]] = [
  0,
  1,
  2,
  -1,
  3010,
  1603,
  1618,
  1641,
  14_393,
  17_763,
  20_348,
  394_802,
  461_808,
  65_536,
  2 ** 31,
  -(2 ** 31),
  Number.MAX_SAFE_INTEGER,
  Number.MIN_SAFE_INTEGER,
  1e300,
  -1e300,
];
const moments: readonly [string, ...string[]] = [
  "2026-11-24T11:59:59Z",
  "2026-11-24T12:00:00.0000000Z",
  "2026-11-25T12:00:00.123Z",
  "0001-01-01T00:00:00Z",
  "1601-01-01T00:00:00.0000000Z",
  "9999-12-31T23:59:59.9999999Z",
  "2026-11-24T23:59:59+14:00",
];

/** What the generator reads of a schema. */
interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly options?: readonly unknown[];
  readonly item?: Shape;
  readonly wrapped?: Shape;
  readonly literal?: unknown;
  readonly pipe?: readonly { readonly type: string }[];
}

/** A value that the schema takes. */
export const madeUp = (shape: Shape, random: Random): unknown => {
  const inside = (of: Shape | undefined) => madeUp(of ?? { type: "string" }, random);
  switch (shape.type) {
    case "strict_object":
    case "object":
      return Object.fromEntries(
        Object.entries(shape.entries ?? {})
          .map(([key, one]) => [key, inside(one)] as const)
          .filter(([, value]) => value !== undefined),
      );
    case "union":
      // A reason by code is its words once it was read.
      if ((shape.options?.[0] as Shape).type === "string") return inside(shape.options?.[0] as Shape);
      // A fact: mostly it could be read.
      return inside(shape.options?.[random.chance(0.9) ? 0 : 1] as Shape);
    case "variant":
      return inside(shape.options?.[random.below(shape.options.length)] as Shape);
    case "picklist":
      return shape.options?.[random.below(shape.options.length)];
    case "literal":
      return shape.literal;
    case "optional":
      return random.chance(0.25) ? undefined : inside(shape.wrapped);
    case "nullable":
      return random.chance(0.25) ? null : inside(shape.wrapped);
    case "array":
      return Array.from({ length: random.one([0, 1, 1, 2, 5]) }, () => inside(shape.item));
    case "boolean":
      return random.chance(0.5);
    case "number":
      return random.one(numbers);
    case "string":
      return shape.pipe?.some(({ type }) => type === "iso_timestamp")
        ? random.one(moments)
        : random.one(texts);
    default:
      return assert.fail(`a schema of a kind that no server can be made up of: ${shape.type}`);
  }
};
