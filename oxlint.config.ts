import { defineConfig } from "oxlint";
import tseslint from "typescript-eslint";

type Sets = typeof tseslint.configs.strict;
const rulesOf = (...sets: readonly Sets[]) =>
  Object.fromEntries(sets.flat().flatMap(({ rules = {} }) => Object.entries(rules)));

/** Of types and not in oxlint: what to do without until it is. */
export const notYet = ["no-unsafe-class-instance-assignment"];

const { strict, stylistic, strictTypeChecked, stylisticTypeChecked } = tseslint.configs;
const withoutTypes = rulesOf(strict, stylistic);
/** What the sets with types have beside those of eslint.config.mjs. */
export const ofTypes = Object.entries(rulesOf(strictTypeChecked, stylisticTypeChecked))
  .filter(([name]) => name.startsWith("@typescript-eslint/") && !(name in withoutTypes))
  .map(([name, setting]) => [name.slice("@typescript-eslint/".length), setting] as const);
const rules = Object.fromEntries(
  ofTypes
    .filter(([name]) => !notYet.includes(name))
    .map(([name, setting]) => [`typescript/${name}`, setting]),
);

export default defineConfig({
  options: { typeAware: true, reportUnusedDisableDirectives: "error" },
  plugins: ["typescript"],
  // What asks for no types is ESLint's.
  categories: { correctness: "off" },
  ignorePatterns: ["dist/", "out/", ".cache/", "node_modules/", "**/*.cjs", "pure.d.ts"],
  rules: {
    ...rules,
    // Also ESLint's: what puts one of these off would else seem to put nothing off.
    "typescript/no-dynamic-delete": "error",
    "typescript/no-empty-object-type": "error",
    // A new kind is dealt with wherever kinds are told apart, or does not pass.
    "typescript/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "typescript/restrict-template-expressions": ["error", { allowNumber: true }],
  },
  overrides: [
    {
      // node:test's test() returns a promise that the runner itself awaits.
      files: ["test/**"],
      rules: {
        "typescript/no-floating-promises": [
          "error",
          {
            allowForKnownSafeCalls: [
              { from: "package", name: ["test", "describe", "it", "suite"], package: "node:test" },
            ],
          },
        ],
      },
    },
  ],
});
