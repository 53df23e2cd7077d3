import { createHash } from "node:crypto";

/** What keeps an expression busy that reads the same characters again and again. Repeated, it fills a text of any length. */
export const hostileTexts: readonly string[] = [
  "a.",
  "CN=a,",
  "cn=,ou=\\\\,",
  "\\,cn=\\\\\\\\\\\\",
  "::",
  ":a",
  "a:b@",
  ".@@",
  "a@a.",
  "0:",
  "1.",
  "1.1.1.",
  "a-",
  "ab12-",
  "eyJa-",
  "0.A.",
  '\\"',
  "\\\\\\",
  "-----BEGIN PRIVATE KEY-----",
  "-----BEGIN A",
  "-----",
  'password="',
  "password:",
  "password :\r\n",
  "password[",
  'password" value',
  "-password ",
  "--token ",
  "<a",
  "<password ",
  "<password>",
  "<a:password x='",
  'value="x" ',
  "http://a",
  "http://",
  "Authorization: x ",
  "cookie: ",
  "code=",
  "code=&",
  "Bearer a",
  "bearer ",
  "net use \\\\",
  "curl -u ",
  "credential('a','",
  "' | ",
  "$6$",
  "aes256-cts-",
  "ffffffff",
  "convertto-securestring -a ",
  "A\\a",
  "CONTOSO\\",
  "&quot;",
  "password&quot;=&",
  "%22password%22%3A%",
  " \t",
  "\r\n",
  "\u3000",
];

/** The same for what takes escapes and encodings off, and looks for known secrets below them. */
export const hostileForms: readonly string[] = [
  "%25",
  "\\",
  "\\\\u005c",
  "QUFB",
  "A",
  "&amp;",
  "41",
  "80, ",
  "Correct-",
  "Correct-Horse7",
  "\u00fc",
  "&",
  "http://a:a",
  "=a:",
  "_x0041_",
  "eyJ",
  "Bearer ",
];

/** Bytes as good as random, the same in every run. */
const noise = (length: number): Buffer =>
  createHash("shake256", { outputLength: length }).update("hostile").digest();
const words =
  "the agent of a server said that its proxy could not be reached, and 4711 ended in Contoso.".split(" ");
const prose = Array.from(noise(200_000), (byte) => words[byte % words.length] ?? "").join(" ");

/** What has to be read from its beginning to its end, since nothing of it repeats, or only seems to: by name, each of about a megabyte. */
export const irregularTexts: Readonly<Record<string, string>> = {
  "random base64": noise(750_000).toString("base64"),
  "random hex": noise(500_000).toString("hex"),
  "base64 of prose": Buffer.from(prose).toString("base64"),
  "pieces that are left at the end of long runs": `${"a".repeat(60_000)}b`.repeat(17),
};
