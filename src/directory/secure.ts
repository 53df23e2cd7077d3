/** TLS to a domain controller: held to the certificates of the system and of one file, at least in version 1.2. */
import * as l10n from "@vscode/l10n";
import { readFile } from "node:fs/promises";
import net from "node:net";
import tls from "node:tls";
import type { X509Certificate } from "node:crypto";
import type { DirectoryFailure } from "../setup/operations/directory.ts";
import { failed, ofSocket } from "./failure.ts";

/**
 * Whom to believe: the authorities of the system, and those of the file that the settings name.
 * @throws Failed where that file cannot be read
 */
export const authorities = async (file: string): Promise<readonly string[]> => {
  const known = tls.getCACertificates("system");
  if (file === "") return known;
  try {
    return [...known, await readFile(file, "utf8")];
  } catch (error) {
    throw failed(
      "secure",
      "notPossible",
      l10n.t(
        "The file of authorities {0} cannot be read: {1}",
        file,
        error instanceof Error ? error.message : "",
      ),
    );
  }
};

const moment = (text: string): string => new Date(text).toISOString().replace(/\.\d+Z$/u, "Z");
/** `CN=dc1, O=Contoso`, the innermost first, as Windows shows it. */
const shownName = (lines: string): string => lines.split("\n").toReversed().join(", ");

const shown = (certificate: X509Certificate): DirectoryFailure["certificate"] => ({
  subject: shownName(certificate.subject),
  issuer: shownName(certificate.issuer),
  notBefore: moment(certificate.validFrom),
  notAfter: moment(certificate.validTo),
  names: [...(certificate.subjectAltName ?? "").matchAll(/(?:DNS|IP Address):("[^"]*"|[^,]+)/gu)].map(
    ([, name = ""]) => name.replaceAll('"', ""),
  ),
});

/**
 * A connection within TLS to a host of that name. A certificate that is not accepted is looked at, nothing is sent, and the
 * connection is ended.
 * @throws Failed of the stage `secure`, with that certificate
 */
export const secureConnection = (
  socket: net.Socket,
  host: string,
  ca: readonly string[],
): Promise<tls.TLSSocket> =>
  new Promise((resolve, reject) => {
    const secure = tls.connect({
      socket,
      ...(net.isIP(host) === 0 ? { servername: host } : {}),
      host,
      ca: [...ca],
      minVersion: "TLSv1.2",
      // Looked at below, before anything is sent: an error alone would not tell whose certificate it was.
      rejectUnauthorized: false,
    });
    const fail = (error: unknown) => {
      secure.destroy();
      reject(ofSocket("secure", error));
    };
    secure.once("error", fail);
    secure.once("close", () => {
      fail(failed("secure", "reset", l10n.t("The domain controller ended the connection.")));
    });
    secure.once("secureConnect", () => {
      secure.removeAllListeners("close");
      if (secure.authorized) {
        secure.removeListener("error", fail);
        resolve(secure);
        return;
      }
      const certificate = secure.getPeerX509Certificate();
      const why = String(secure.authorizationError);
      fail(failed("secure", "certificate", why, certificate ? shown(certificate) : null));
    });
  });
