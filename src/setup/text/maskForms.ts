/**
 * The forms in which secrets, addresses and names are recognised without being known: one list for the extension
 * (masking.ts) and for the server's module, whose MaskForms.ps1 is written from it. Pure. What JavaScript and .NET
 * understand alike: groups by number, no names; case and Unicode by flags.
 *
 * None of them can be made to take long. Each begins with something that what it repeats cannot hold, or takes in what it
 * has read whatever comes after, so that no character is read again from another beginning. A test has every one of them
 * looked at by a checker.
 */
import type { MaskForm } from "./maskForm.ts";
import { addressForms, nameForms } from "./maskNames.ts";
import { secretForms } from "./maskSecrets.ts";
import { signForms } from "./maskSigns.ts";

export interface MaskForms {
  readonly secrets: readonly MaskForm[];
  readonly signs: readonly MaskForm[];
  readonly addresses: readonly MaskForm[];
  readonly names: readonly MaskForm[];
}

/** @param sample few words in the place of all, for who looks at the expressions and not at the words */
export const maskForms = (sample?: readonly string[]): MaskForms => ({
  secrets: secretForms(sample),
  signs: signForms,
  addresses: addressForms,
  names: nameForms,
});
