/** Characters that XML and HTML call by a name. Source: W3C, "HTML 4.01", chapter 24, and HTML 5 for the rest of ASCII. */
const ascii: readonly (readonly [string, string])[] = [
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["Tab", "\t"],
  ["NewLine", "\n"],
  ["excl", "!"],
  ["num", "#"],
  ["dollar", "$"],
  ["percnt", "%"],
  ["lpar", "("],
  ["rpar", ")"],
  ["ast", "*"],
  ["plus", "+"],
  ["comma", ","],
  ["period", "."],
  ["sol", "/"],
  ["colon", ":"],
  ["semi", ";"],
  ["equals", "="],
  ["quest", "?"],
  ["commat", "@"],
  ["lsqb", "["],
  ["bsol", "\\"],
  ["rsqb", "]"],
  ["Hat", "^"],
  ["lowbar", "_"],
  ["grave", "`"],
  ["lcub", "{"],
  ["verbar", "|"],
  ["rcub", "}"],
  ["euro", "\u20ac"],
];

/** U+00A0 to U+00FF, in their order. */
const latin1 =
  "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para " +
  "middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave " +
  "Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc " +
  "Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc " +
  "iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/** The letters that may follow on a beginning of names, and the code point of what is a name. */
export interface Named {
  readonly next: Map<number, Named>;
  point: number | undefined;
}

/** All names, letter by letter: most of what follows on an ampersand is none, and that the first letters tell. */
export const entities: Named = { next: new Map(), point: undefined };
for (const [name, point] of [
  ...ascii.map(([name, char]) => [name, char.charCodeAt(0)] as const),
  ...latin1.split(" ").map((name, at) => [name, 0xa0 + at] as const),
]) {
  let named = entities;
  for (const letter of Buffer.from(name)) {
    const next = named.next.get(letter) ?? { next: new Map(), point: undefined };
    named.next.set(letter, next);
    named = next;
  }
  named.point = point;
}
