/**
 * Takes out of a text what is nobody else's: tokens, passwords, addresses; by choice tenants and users too - in the forms
 * that are known (maskForms.ts). The server's module does the same for the logs it bundles (Mask.ps1), by the same list.
 */
import { cutText } from "./cutText.ts";
import type { MaskForm } from "./maskForm.ts";
import { maskForms } from "./maskForms.ts";

/** So much of a text is looked at and kept, in characters: more than a Windows event holds, 31 839. */
export const longestMasked = 32_768;

interface Mask {
  readonly of: RegExp;
  readonly by: string;
}

const ready = ({ of, by, exact }: MaskForm): Mask => ({ of: new RegExp(of, exact ? "gu" : "giu"), by });

const forms = maskForms();
const secrets = forms.secrets.map(ready);
const signs = forms.signs.map(ready);
const addresses = forms.addresses.map(ready);
const names = forms.names.map(ready);

const masked = (text: string, masks: readonly Mask[]): string =>
  masks.reduce((clean, { of, by }) => clean.replace(of, by), text);

/** Without tokens, passwords and keys. Where one is found only among signs that are written plainly, they stay so. */
export const maskSecrets = (text: string): string => {
  const clean = masked(cutText(text, longestMasked), secrets);
  const plain = masked(clean, signs);
  if (plain === clean) return clean;
  const again = masked(plain, secrets);
  return again === plain ? clean : again;
};

/** As a log is given to others: without secrets and addresses; with `hideNames` also without tenants and users. */
export const maskLog = (text: string, hideNames: boolean): string =>
  masked(masked(maskSecrets(text), addresses), hideNames ? names : []);
