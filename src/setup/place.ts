/** Where something is changed: on a server, in a directory, in a tenant. */
import * as l10n from "@vscode/l10n";
import * as v from "valibot";

const name = v.pipe(v.string(), v.maxLength(1000));

/** A domain or a tenant that is not known yet is empty: it is that of the server, or of whoever signs in. */
export const place = v.variant("port", [
  v.strictObject({ port: v.literal("server"), server: v.pipe(name, v.brand("ServerId")) }),
  v.strictObject({ port: v.literal("directory"), domain: name }),
  v.strictObject({ port: v.literal("cloud"), tenant: name }),
]);
export type Place = v.InferOutput<typeof place>;

const nameIn = (of: Place): string =>
  of.port === "server"
    ? of.server
    : of.port === "directory"
      ? of.domain.toLowerCase()
      : of.tenant.toLowerCase();

/** Two places are one where this is the same text. */
export const placeKey = (of: Place): string => `${of.port} ${nameIn(of)}`;

/** A place in the reader's language. `server` is what the server is called whose record or page it stands in. */
export const sayPlace = (of: Place, server: string): string => {
  switch (of.port) {
    case "server":
      return server;
    case "directory":
      return of.domain === "" ? l10n.t("the domain of {0}", server) : of.domain;
    case "cloud":
      return of.tenant === "" ? l10n.t("the tenant") : l10n.t("the tenant {0}", of.tenant);
  }
};
