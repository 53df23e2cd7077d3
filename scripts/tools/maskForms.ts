/** The module's own list of what is masked, written from the extension's. */
import type { MaskForm } from "../../src/setup/text/maskForm.ts";
import { maskForms } from "../../src/setup/text/maskForms.ts";

/** As PowerShell reads it: .NET knows what \u with four digits is, and the module is plain ASCII. */
const literal = (text: string): string =>
  `'${text.replaceAll("'", "''").replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)}'`;

const entries = (hides: string, forms: readonly MaskForm[]): readonly string[] =>
  forms.map(
    ({ of, by, exact }) =>
      `    @{ hides = '${hides}'; exact = $${exact ? "true" : "false"}; of = ${literal(of)}; by = ${literal(by)} }`,
  );

/** The text of MaskForms.ps1. */
export const maskFormsModule = (): string => {
  const { secrets, signs, addresses, names } = maskForms();
  return [
    "# Written by npm run manifest from src/setup/text/maskForms.ts, where what is masked is kept and explained.",
    "",
    "function Get-MaskForm {",
    "    # What is masked: expressions, what stands in their place, whether capitals count, and which choice they belong to.",
    "    # Signs: what secrets are recognised by, as it is written elsewhere, and the plain sign.",
    "    param()",
    ...entries("secrets", secrets),
    ...entries("signs", signs),
    ...entries("addresses", addresses),
    ...entries("names", names),
    "}",
    "",
  ].join("\n");
};
