/** What is said of the portal. That of a national cloud is named, since the usual one does not know its tenants. */
import * as l10n from "@vscode/l10n";
import { addressOf } from "./links.ts";
import type { Cloud } from "./values/cloud.ts";

const host = (cloud: Cloud): string => new URL(addressOf("portal", cloud)).host;

export const openPortal = (cloud: Cloud): string =>
  cloud === "global" ? l10n.t("Open the portal") : l10n.t("Open {0}", host(cloud));

export const seenActive = (cloud: Cloud): string =>
  cloud === "global"
    ? l10n.t("I see this server as active in the portal")
    : l10n.t("I see this server as active in {0}", host(cloud));

export const seenActiveBy = (cloud: Cloud): string =>
  cloud === "global" ? l10n.t("Seen active in the portal by") : l10n.t("Seen active in {0} by", host(cloud));
