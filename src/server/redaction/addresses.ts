/** Addresses without what lets somebody in: a user's name and password before the host, and secrets among the parameters. */
import { knownSecretMask as masked } from "../../setup/text/hidden.ts";

/** What follows the scheme of an address: as it stands, in JSON with its slashes escaped, or in a query. */
const plain = /(:\\?\/\\?\/)([^\s"'<>]{1,2000})/giu;
const inQuery = /(%3A%2F%2F)([^\s"'<>&]{1,2000})/giu;
/** As proxies are often kept, without a scheme. It counts where a port follows: else it may be a name and a mail address. */
const bare =
  /(^|[\s"'<>=;,(])[^\s"'<>=;,(@/:]{1,100}:(?!\\?\/)[^\s"'<>@]{1,100}@(?=[\w.-]{1,100}:\d{1,5}(?!\d))/giu;
/** Parameters that are a key of their own. */
const parameter =
  /([?&;](?:sig|signature|(?:access_|refresh_|id_)?token|code|api[-_]?key|key|password|passwd|pwd|(?:client_)?secret|assertion)=)[^&\s#]*/giu;

/** From the part behind the two slashes to the host. A password may hold the signs that end a host, unescaped. */
const fromHost = (rest: string, at: string, ends: RegExp): string => {
  const end = rest.search(ends);
  const authority = end < 0 ? rest : rest.slice(0, end);
  const place = authority.lastIndexOf(at);
  if (place >= 0) return masked + rest.slice(place);
  // What stands behind a colon and is no port belongs to a password.
  const behind = /^[^:[]+:(?<behind>.*)$/u.exec(authority)?.groups?.behind;
  const last = rest.lastIndexOf(at);
  const isPassword = behind !== undefined && last >= 0 && !/^\d{1,5}$/u.test(behind);
  return isPassword ? masked + rest.slice(last) : rest;
};

/** Every form above holds one of these; most texts hold none. */
const mayHold = /@|%40|[?&;][a-z_-]{3,20}=/iu;

export const withoutUserInfo = (text: string): string =>
  mayHold.test(text)
    ? text
        .replace(plain, (_, begin: string, rest: string) => {
          const clean = fromHost(rest, "@", /\\?[/?#]/u);
          return begin + clean.replace(parameter, `$1${masked}`);
        })
        .replace(inQuery, (_, begin: string, rest: string) => begin + fromHost(rest, "%40", /%2F|%3F|%23/iu))
        .replace(bare, `$1${masked}@`)
    : text;
