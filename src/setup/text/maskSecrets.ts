/** The forms in which passwords, keys and tokens are written. How expressions are made: maskForms.ts. Pure. */
import { form, type MaskForm } from "./maskForm.ts";
import { programWords, secretWords } from "./maskWords.ts";

const { raw } = String;

const entityQuote = raw`&(?:quot|apos|#0?34|#0?39|#x2[27]);`;
/** What may close a name: quotes of JSON, of JSON in JSON, of XML's and addresses' own writing, brackets. */
const closed = raw`(?:\\*["'\]»”」]"?|${entityQuote}|%2[27])?`;
const blank = raw`[ \t\u00a0\u202f\u3000]*`;
const separator = raw`${blank}\\{0,9}(?:!?={1,3}>?|->|:[:=]?|：|＝|%3[ad]|&#(?:61|58|x3[ad]);|-[ci]?(?:eq|ne|like|match)(?=[\s"'(]))`;
/** Where the value is a part of a value: `{"value":"x"}`, `["x"`. */
const nested = raw`\s*(?:[{(]\s*)?(?:\\*["']?(?:#text|_?value|plaintext|cleartext)\\*["']?\s*[:=]\s*)?`;
/**
 * A text in quotes, to the quote that ends it or the end of the line, each kind by its own way to hold its quote; else a
 * list to its bracket, over lines too. What opens it is a group and stays.
 */
const quotedKinds = [
  raw`("")(?=[^\s"',;:)\]}>/&|])(?:[^"\r\n]|"(?!"))*`,
  raw`(")(?:[^"\\\r\n]|\\[^\r\n]|"")*`,
  raw`(')(?:[^'\r\n]|'')*`,
  raw`(\\+["'])(?:[^"'\\\r\n]|\\{2,9}[^\\\r\n])*`,
  raw`(${entityQuote})(?:[^&\r\n]|&(?!(?:quot|apos|#0?34|#0?39|#x2[27]);))*`,
  raw`(%2[27])(?:[^\s%]|%(?!2[27]))*`,
  raw`([«„“‘「『])[^»“”’」』\r\n]*`,
  raw`(\[)(?=\s*["'])[^"'\]]*(?:(?:"(?:[^"\\\r\n]|\\[^\r\n])*"|'[^'\r\n]*')[^"'\]]*)*(?:["'][^\]\r\n]*)?`,
  raw`(<!\[CDATA\[)(?:[^\]]|\](?!\]>))*`,
];
const quoted = quotedKinds.join("|");
/** What stays of an expression with so many groups around those of the quotes. */
const kept = (others: number): string =>
  Array.from({ length: others + quotedKinds.length }, (_, at) => `$${at + 1}`).join("");
/** A quote inside of a word is the word's; so is a semicolon after which no other name and value come. */
const letter = raw`(?:[^\s;"'<>]|["'](?=\w))`;
const word = raw`${letter}+(?:(?:;[^\s;"'<>=:]+)+(?![^\s"'<>]))?`;
/** RFC 2849: a line that goes on begins with one space. */
const goesOn = raw`(?:\r?\n [^\s:]+(?=[\r\n]|$))*`;
/** Other attributes, or other members of an object, between the two that belong together. */
const between = (last: string): string =>
  raw`(?:\s*,)?(?:\s*\\*["']?(?!(?:${last})\b)[\w.-]{1,40}(?::[\w.-]{1,40})?\\*["']?\s*[:=]\s*(?:\\*["'][^"'\\<>\r\n]{0,80}\\*["']|[\w.+-]{1,40})(?:\s*,)?){0,3}\s*`;
/** An element's text: no other element. */
const elementText = raw`\s*(?:<!\[CDATA\[)?)(?:[^\s<][^<]*|(?<=\[CDATA\[\s*)[^<]+)`;

/** Name and value. A value on the next line is quoted, or alone on it. */
const pair = (name: string): MaskForm =>
  form(
    raw`((?:${name})${closed}${separator})(?:(${nested})(?:${quoted})|([ \t]*(?:[|>][+-]?[ \t]*)?\r?\n[ \t]*)${letter}+(?=[ \t]*(?:[\r\n]|$))|(${blank})(?!\[\[)${word}${goesOn})`,
    `${kept(4)}[hidden]`,
  );

/** What stands before a secret on a command line: a parameter that says so, and those of programs that do not. */
const parameters = (name: string): string =>
  [
    raw`(?:${name}|pass|pw)(?<=(?<![^\s"'(,;])(?:--?|\/)[\w-]{0,40})(?:[ \t]+|:)(?![-/])`,
    raw`\bconvertto-securestring(?:[ \t]+-[a-z]+(?::\$\w+)?)*(?:[ \t]+|:[ \t]*)(?!-)`,
    raw`[ \t]\/rp[ \t:]+(?![-/])`,
    raw`[ \t][-/]u[ \t]+\S+[ \t]+[-/]p[ \t]+`,
    raw`\b(?:certutil|sshpass|plink|pscp|sqlcmd|bcp|osql)(?:\.exe)?(?:[ \t]+-f)?[ \t]+-pw?[ \t]+`,
  ].join("|");

/** @param sample few words in the place of all, for who looks at the expressions and not at the words */
export const secretForms = (sample?: readonly string[]): readonly MaskForm[] => {
  const anyName = secretWords(sample);
  const programName = programWords(sample);
  const ending = raw`(?:[_ -]?(?:value|text|string|plain|new|old|confirm|b64|base64|\d))?`;
  const secret = raw`(?<!PublicKey)${anyName}${ending}`;
  return [
    // RFC 7468, and the older forms with headers of their own. One that is cut off ends with what no key holds.
    form(
      raw`-{4,5} ?BEGIN [A-Z0-9 ]*PRIVATE KEY ?-{4,5}(?:[\w+/=\s\\:,.]|-(?!---))*(?:-{4,5} ?END [A-Z0-9 ]*PRIVATE KEY ?-{4,5})?`,
      "[private key]",
    ),
    form(raw`(Private-Lines: *\d+)[\r\n]+[\w+/=\r\n]+`, "$1 [private key]"),
    // JSON in base64: web tokens, signed or encrypted.
    { of: raw`\beyJ[\w+/=.-]{8,}`, by: "[token]", exact: true },
    // Refresh tokens and authorisation codes of Microsoft Entra.
    { of: raw`\b[01]\.A[\w.-]{30,}`, by: "[token]", exact: true },
    // RFC 9110, 11.4: whatever scheme, the rest of the field; its first word is the scheme.
    form(
      raw`((?:proxy-)?authorization${closed}[ \t]*[:=][ \t]*["']?(?:[a-z][\w-]*[ \t]+)?)[^\s"'][^\r\n]*`,
      "$1[token]",
    ),
    form(
      raw`\b(bearer|basic|digest|negotiate|kerberos|ntlm|pop|dpop|SharedAccessSignature)[ \t]+(?=[a-z.-]*[\d+/=_~&%]|[a-z.-]{20})[\w.~+/=&%-]{8,}`,
      "$1 [token]",
    ),
    form(
      raw`((?:set-)?cookie2?${closed}[ \t]*[:=][ \t]*)(?!\[)(?:(["'])[^"'\r\n]*|[^\s"'][^\r\n]*)`,
      "$1$2[hidden]",
    ),
    // Cookies of sign-in by their names alone.
    form(
      raw`(\b(?:ESTS(?:AUTH[A-Z]*|SC)|SignInStateCookie|x-ms-RefreshTokenCredential\w{0,10}|MSISAuth\w{0,10}|FedAuth|rtFa|JSESSIONID|PHPSESSID|ASP\.NET_SessionId|AspNet(?:Core)?\.Cookies)["']?[ \t]*[:=][ \t]*["']?)[^\s;"'<>]+`,
      "$1[hidden]",
    ),
    form(raw`(:\/\/)[^\s/?#"'<>]+@`, "$1[hidden]@"),
    form(
      raw`:(?<=(?<![^\s"'=,;(<>])[^\s:/@"'=,;(<>]{1,64}:)[^\s/@"'<>]{1,200}@(?=[\w.-]+:\d|\[)`,
      ":[hidden]@",
    ),
    // Name and value as two: attributes, JSON, XML; in this order and the other.
    form(
      raw`((?:${programName})\d?\\*["']${between("value|content")}\\*["']?(?:value|content)\\*["']?\s*[:=]\s*)(?:${quoted}|[^\s"'<>,;{]+)`,
      `${kept(1)}[hidden]`,
    ),
    form(
      raw`(\bvalue\\*["']?\s*[:=]\s*\\*["'])[^"'\\\r\n<>]*(?=\\*["']${between("name|key|id")}\\*["']?(?:name|key|id)\\*["']?\s*[:=]\s*\\*["'][\w.:-]*(?:${programName})\\*["'])`,
      "$1[hidden]",
    ),
    // An element whose name ends so, with whatever attributes; what is in it is no element.
    form(raw`(<(?=[\w.:-]*(?<!PublicKey)(?:${anyName})[\d]?[\s>])[^<>]*(?<!\/)>${elementText}`, "$1[hidden]"),
    form(
      raw`(<(?:name|key)>[^<>]*(?:${programName})<\/(?:name|key)>\s*<(?:value|string)>)[^<]+`,
      "$1[hidden]",
    ),
    // An element that an attribute names so, or the value in it.
    form(
      raw`((?:${programName})\d?(?<=\b(?:name|key|id)\s{0,3}=\s{0,3}["'][\w.:-]{0,80})["'](?:\s+[\w.:-]{1,40}\s*=\s*(?:"[^"<>]{0,80}"|'[^'<>]{0,80}')){0,3}\s*>\s*(?:<value>)?${elementText}`,
      "$1[hidden]",
    ),
    form(raw`(<(?:P|Q|D|DP|DQ|InverseQ)>)[\w+/=\s]{16,}`, "$1[private key]"),
    form(raw`("(?:d|p|q|dp|dq|qi|k)"\s*:\s*")[\w-]{20,}`, "$1[private key]"),
    pair(secret),
    // By words where the text is quoted: the password is "x".
    form(
      raw`((?:password|passwort|kennwort|passphrase|пароль|contraseña|mot de passe)[ \t]+(?:(?:is|was|to|ist|lautet|est|es)[ \t]*:?[ \t]*)?)(?:(")[^"\r\n]+|(')[^'\r\n]+)(?=["'])`,
      "$1$2$3[hidden]",
    ),
    // Parameters: the value is another word.
    form(raw`(${parameters(programName)})(?:${quoted}|${word})`, `${kept(1)}[hidden]`),
    form(raw`(["'])[^"'\r\n]*(?=["'][ \t]*\|[ \t]*convertto-securestring)`, "$1[hidden]"),
    form(
      raw`(credential["']?(?:\]::new)?[ \t]*(?:\([ \t]*){0,2}["'][^"'\r\n]*["'][ \t]*,[ \t]*["'])[^"'\r\n]*`,
      "$1[hidden]",
    ),
    form(
      raw`(\bnet1?(?:\.exe)?[ \t]+use[ \t]+(?:(?:[a-z]:|\*)[ \t]+)?\\\\\S+[ \t]+(?:\/u(?:ser)?:\S+[ \t]+)?)(?![/-])\S+`,
      "$1[hidden]",
    ),
    form(raw`(\bnet1?(?:\.exe)?[ \t]+user[ \t]+[^\s/]\S*[ \t]+)(?![/-])\S+`, "$1[hidden]"),
    form(
      raw`(\bcurl(?:\.exe)?[ \t](?:[^\r\n"']{0,60}[ \t])?(?:-u|--(?:proxy-)?user)[ \t=]?["']?[^\s:"'=]+:)[^\s"']+`,
      "$1[hidden]",
    ),
    form(raw`(\bpass:)[^\s"']+`, "$1[hidden]"),
    form(raw`([ \t]-e(?:nc|ncodedcommand|c)?[ \t]+)[\w+/=]{20,}`, "$1[hidden]"),
    // Authorisation codes stand first in an answer's form, or in an address. Exit and error codes end otherwise.
    form(raw`([?&]code=)[^\s&"'<>;]+`, "$1[hidden]"),
    form(raw`(\bcode=)[^\s&"'<>;=]+(?==*&)`, "$1[hidden]"),
    form(raw`(enter (?:the|this) code:?[ \t]+)[A-Z0-9-]{6,12}\b`, "$1[hidden]"),
    // Hashes and keys that serve as passwords: LM and NTLM, answers of NTLM, keys and tickets of Kerberos, Unix.
    form(raw`\b[0-9a-f]{32}:[0-9a-f]{32}\b`, "[hash]"),
    form(raw`(::[\w.-]*:)[0-9a-f]{16}:[0-9a-f:]{32,}`, "$1[hash]"),
    form(
      raw`(\b(?:nt|lm|ntlm|rc4)(?:[ _-]?(?:hash|hmac(?:_nt)?|key))?["']?[ \t]*[:=][ \t]*["']?)[0-9a-f]{32}\b`,
      "$1[hash]",
    ),
    form(
      raw`(\b(?:aes(?:128|256)|rc4|des3?)[_-](?:cts|hmac|cbc)(?:[_-][a-z\d]+){0,4}["']?(?:[ \t]*[:=][ \t]*["']?|[ \t]+)(?:0x)?)[0-9a-f]{16,}`,
      "$1[hash]",
    ),
    form(raw`\$(?:krb5\w+|1|2[abxy]|5|6|y)\$[^\s"',;<>]{8,}`, "[hash]"),
  ];
};
