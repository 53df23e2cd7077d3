/** The forms of addresses, and of the names of users, tenants and objects of a directory. How expressions are made: maskForms.ts. Pure. */
import { form, type MaskForm } from "./maskForm.ts";

const { raw } = String;

const attributes = "displayName|givenName|surname|familyName|commonName|userName|sAMAccountName|mailNickname";

export const addressForms: readonly MaskForm[] = [
  // No address: what is called a version, an assembly's 12.0.0.0, the agent's own 1.1.96.0, object identifiers.
  form(
    raw`(?<!\d|\d\.)(?<!version["']?[ \t]*[=:]?[ \t]*["']?v?)(?!1\.1\.\d{1,4}\.0(?!\.?\d))(?!\d{1,3}\.0\.0\.0(?!\.?\d))(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\.?\d)`,
    "[address]",
  ),
  // IPv6 in full, shortened by a double colon, and the address of a network card. Times have two or three colons.
  form(raw`(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?:%\w{1,20})?(?![\w:])`, "[address]"),
  form(raw`(?<![\w:])(?=:{0,2}[0-9a-f])[0-9a-f:]{0,39}::[0-9a-f:]{0,39}(?:%\w{1,20})?(?![\w:])`, "[address]"),
  form(raw`(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])`, "[address]"),
];

export const nameForms: readonly MaskForm[] = [
  form(raw`\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`, "[id]"),
  { of: raw`\bS-1-5-21(?:-\d{1,10}){3,5}\b`, by: "[sid]", exact: true },
  form(raw`(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,20}`, "[user]"),
  form(
    raw`(?<![a-z0-9-])[a-z0-9-]+\.(?:(?:mail\.)?onmicrosoft\.(?:com|us|de)|partner\.onmschina\.cn)\b`,
    "[tenant]",
  ),
  // Parts of a distinguished name, each by itself: backslashes before a character that is the name's own. An agent's
  // issuer is a host of Microsoft's.
  form(
    raw`\b((?:${attributes}|uid|sn|cn|ou)=)(?![\w.-]+\.msappproxy\.)(?:\\+[^\\\r\n]|[^,;=\\"'<>()\r\n/])+`,
    "$1[name]",
  ),
  form(raw`\b(dc=)[\w-]+`, "$1[name]"),
  form(raw`\b(?:cn|ou|uid|dc)=\[name\](?:,[ \t]*(?:cn|ou|uid|dc)=\[name\])+`, "[dn]"),
  form(raw`("(?:${attributes}|sn|cn)\\*"[ \t]*:[ \t]*\\*")(?!Microsoft )(?:[^"\\\r\n]|\\(?!"))*`, "$1[name]"),
  // A domain's short name stands in capitals. What goes on with a backslash is a path or a key.
  {
    of: raw`(?<![\w\\:-])(?!(?:SERVICE|AUTHORITY|BUILTIN|SYSTEM|SOFTWARE|HK\w+)\\)[A-Z][A-Z0-9-]{0,14}\\{1,2}[\p{L}\p{N}_.$-]+(?![\\\p{L}\p{N}_.$-])`,
    by: "[user]",
    exact: true,
  },
];
