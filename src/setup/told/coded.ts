/**
 * What a server tells it tells as a code with parameters; the sentence is ours, in the reader's language. Pure.
 */
import * as v from "valibot";

export type Params = Readonly<Record<string, string>>;

/** The same with each value shown otherwise. */
export const mapParams = (params: Params, show: (value: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, show(value)]));

/** What belongs to a code: its parameters by name, and its sentence. */
export interface Sentence<P extends string = string> {
  readonly params: readonly P[];
  readonly says: (params: Params) => string;
}

/** One sentence. A parameter that it does not have is a mistake of types. */
export const sentence = <const P extends string>(
  params: readonly P[],
  says: (params: Readonly<Record<P, string>>) => string,
): Sentence<P> => ({ params, says: says });

/** The sentence of a change that is over when it was made: there is nothing to take back. */
export const passing = <S extends Sentence>(of: S) => ({ ...of, leavesNothing: true as const });

/** The sentence of a change of which one list may declare several, that differ in their values or places. */
export const severalOf = <S extends Sentence>(of: S) => ({ ...of, isOfSeveral: true as const });

/** The parameters of one code, and no others. */
const paramsOf = ({ params }: Sentence) =>
  v.strictObject(Object.fromEntries(params.map((name) => [name, v.string()])));

/** Whether these are the code's own parameters. */
export const hasParams = <C extends string>(
  list: Readonly<Record<C, Sentence>>,
  code: C,
  params: unknown,
): boolean => v.is(paramsOf(list[code]), params);

/** A code of the list as its own key: what every object has, such as `constructor`, is none. */
export const isCodeOf = <C extends string>(list: Readonly<Record<C, Sentence>>, code: string): code is C =>
  Object.hasOwn(list, code);

/** The codes of a list. */
export const codesOf = <C extends string>(list: Readonly<Record<C, Sentence>>): [C, ...C[]] =>
  Object.keys(list) as [C, ...C[]];

/** The sentence of a code, with a name in braces for each parameter: `There is no service {service}.` */
export const template = ({ params, says }: Sentence): string =>
  says(Object.fromEntries(params.map((name) => [name, `{${name}}`])));
