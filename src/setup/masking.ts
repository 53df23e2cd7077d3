/**
 * Takes out of a text what is nobody else's: tokens, passwords, addresses; by choice tenants and users too. The server's
 * module does the same for the logs it bundles (Mask.ps1), with the same expressions where both languages allow it; the
 * tests hold both to the same cases. Every expression is bounded, so that a text cannot be made to take long.
 */

interface Mask {
  readonly of: RegExp;
  readonly by: string;
}

/** Names of what is secret, as forms, files and command lines write them. Assemblies have a PublicKeyToken, which is none. */
const secretNames = [
  "password(?:[ _-]?hash(?:es)?)?",
  "passwd",
  "passphrase",
  "passcode",
  "pwd",
  "secret",
  "(?<!PublicKey)token",
  "assertion",
  "(?:device|user|auth(?:orization)?)[ _-]?code",
  "(?:account|access|api|private|shared|subscription|primary|secondary)[ _-]?key",
  "\\bsig",
  "(?<=[?&])code",
].join("|");
/** Up to the quote that ends it - whose backslashes are those of the first one - or to the end of the line; else one word. */
const secretValue = String.raw`(?:(\\{0,8}["'])[^\r\n]*?(?:(?<!\\)\2|(?![^\r\n]))|[^\s;"'<>]+)`;

const secrets: readonly Mask[] = [
  {
    of: /-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----(?:[^]{0,20000}?-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY-----|[\w+/=\s]*)/gu,
    by: "[private key]",
  },
  // JSON in base64: web tokens, signed or encrypted.
  { of: /\beyJ[\w+/=-]{8,}(?:\.[\w-]*)*/gu, by: "[token]" },
  // Refresh tokens and authorisation codes of Microsoft Entra.
  { of: /\b[01]\.A[\w-]{30,}(?:\.[\w-]+)*/gu, by: "[token]" },
  {
    of: /\b(bearer|basic|negotiate|ntlm|pop|SharedAccessSignature)[ \t]+(?=[^\s"',;]{0,200}[\d+/=._~&%-]|[^\s"',;]{20})[\w.~+/=&%-]{8,}/giu,
    by: "$1 [token]",
  },
  { of: /(\b[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@"'<>]{1,300}@/giu, by: "$1[hidden]@" },
  {
    of: /((?:key|name)[ \t]*=[ \t]*["'][^"'\r\n]{0,80}(?:password|secret|pwd|key|token)["']\s{1,20}value[ \t]*=[ \t]*["'])[^"'\r\n]*/giu,
    by: "$1[hidden]",
  },
  { of: /(<(?:\w{1,40}:)?[\w-]{0,40}?(?:password|secret|pwd|token)>)[^<]{1,4000}/giu, by: "$1[hidden]" },
  {
    of: new RegExp(
      String.raw`((?:${secretNames})\\{0,8}["']?[ \t]{0,20}(?:=>|:=|[=:])[ \t]{0,20})${secretValue}`,
      "giu",
    ),
    by: "$1$2[hidden]$2",
  },
  {
    of: new RegExp(
      String.raw`([-/][a-z]{0,30}(?:password|secret|token|pwd)[ \t]{1,20})(?![-/])${secretValue}`,
      "giu",
    ),
    by: "$1$2[hidden]$2",
  },
  { of: /(enter (?:the|this) code:?[ \t]{1,20})[A-Z0-9-]{6,12}\b/giu, by: "$1[hidden]" },
];

const addresses: readonly Mask[] = [
  {
    // No address: what is called a version, an assembly's 12.0.0.0, the agent's own 1.1.96.0, object identifiers.
    of: /(?<!\d|\d\.)(?<!version["']?[ \t]*[=:]?[ \t]*["']?v?)(?!1\.1\.\d{1,4}\.0(?!\.?\d))(?!\d{1,3}\.0\.0\.0(?!\.?\d))(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)/giu,
    by: "[address]",
  },
  // IPv6 in full, shortened by a double colon, and the address of a network card. Times have two or three colons.
  { of: /(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?:%\w{1,20})?(?![\w:])/giu, by: "[address]" },
  {
    of: /(?<![\w:])(?=:{0,2}[0-9a-f])[0-9a-f:]{0,39}::[0-9a-f:]{0,39}(?:%\w{1,20})?(?![\w:])/giu,
    by: "[address]",
  },
  { of: /(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])/giu, by: "[address]" },
];

const attributes = "displayName|givenName|surname|familyName|commonName|userName|sAMAccountName|mailNickname";

const names: readonly Mask[] = [
  { of: /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/giu, by: "[id]" },
  { of: /\bS-1-5-21(?:-\d{1,10}){3,5}\b/gu, by: "[sid]" },
  { of: /(?<![\p{L}\p{N}])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,200}\.\p{L}{2,20}/giu, by: "[user]" },
  {
    of: /\b[a-z0-9][a-z0-9-]{0,62}\.(?:(?:mail\.)?onmicrosoft\.(?:com|us|de)|partner\.onmschina\.cn)\b/giu,
    by: "[tenant]",
  },
  {
    of: /\b(?:(?:CN|OU|UID)=(?:\\{1,8}.|[^,\\"'<>\r\n=;]){0,256},[ \t]{0,4}){0,20}DC=[\w-]+(?:,[ \t]{0,4}DC=[\w-]+){0,20}/giu,
    by: "[dn]",
  },
  {
    of: new RegExp(
      String.raw`(\\{0,8}"(?:${attributes}|sn|cn)\\{0,8}"[ \t]{0,20}:[ \t]{0,20}\\{0,8}")(?!Microsoft )(?:[^"\\\r\n]|\\(?!"))*`,
      "giu",
    ),
    by: "$1[name]",
  },
  {
    // An agent's issuer is a host of Microsoft's.
    of: new RegExp(
      String.raw`\b((?:${attributes}|uid|sn|cn)=)(?![\w.-]+\.msappproxy\.)[^,;"'<>()\r\n/\\]+`,
      "giu",
    ),
    by: "$1[name]",
  },
  {
    // A domain's short name stands in capitals. What goes on with a backslash is a path or a key.
    of: /(?<![\w\\:-])(?!(?:SERVICE|AUTHORITY|BUILTIN|SYSTEM|SOFTWARE|HK\w+)\\)[A-Z][A-Z0-9-]{0,14}\\{1,2}[\p{L}\p{N}_.$-]+(?![\\\p{L}\p{N}_.$-])/gu,
    by: "[user]",
  },
];

const masked = (text: string, masks: readonly Mask[]): string =>
  masks.reduce((clean, { of, by }) => clean.replace(of, by), text);

/** Without tokens, passwords and keys. */
export const maskSecrets = (text: string): string => masked(text, secrets);

/** As a log is given to others: without secrets and addresses; with `hideNames` also without tenants and users. */
export const maskLog = (text: string, hideNames: boolean): string =>
  masked(text, [...secrets, ...addresses, ...(hideNames ? names : [])]);
