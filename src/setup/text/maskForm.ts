/** One form in which something is recognised without being known. Pure. */

export interface MaskForm {
  readonly of: string;
  /** What stands in its place; `$1` and on are what stays. */
  readonly by: string;
  /** Capitals count: other forms are the same in both cases. */
  readonly exact?: true;
}

export const form = (of: string, by: string): MaskForm => ({ of, by });
