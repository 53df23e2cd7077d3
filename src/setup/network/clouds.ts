/**
 * What the agent must reach, cloud by cloud. Microsoft publishes names with wildcards, which cannot be probed: each stands
 * here with the concrete host that is tried in its place, or with none.
 * Sources: Microsoft, "Prerequisites for Microsoft Entra Cloud Sync" (firewall and proxy requirements), "Cloud sync
 * troubleshooting" (allowed URLs), and "National cloud deployments" of Microsoft Graph.
 */
import * as l10n from "@vscode/l10n";
import type { LinkId } from "../links.ts";
import type { Cloud } from "../values/cloud.ts";

/**
 * `required`: the agent does not work without it. `recommended`: sign-in pages and certificate checks may not work without it.
 * `unconfirmed`: no public document names it for the agent; the name is formed like that of another cloud.
 */
export type Need = "required" | "recommended" | "unconfirmed";

export interface Endpoint {
  readonly host: string;
  readonly port: 443 | 80;
  readonly need: Need;
  readonly purpose: () => string;
  readonly source: LinkId;
  /** The published name that this host stands for, where it is another: what to ask for. */
  readonly publishedAs?: string;
  /** No document says that there is such a host: the published name is a wildcard, or looks misspelt. DNS has to know it. */
  readonly mayBeMissing?: true;
  /** Port 443 is only connected to: whose certificate answers there is not documented. */
  readonly connectOnly?: true;
}

export interface CloudNetwork {
  readonly title: () => string;
  readonly endpoints: readonly Endpoint[];
  /** Published names without a host that could be tried for them. */
  readonly notProbed: readonly string[];
}

type Hosts = readonly (string | readonly [host: string, publishedAs: string])[];

const list = (of: Omit<Endpoint, "host" | "publishedAs">, hosts: Hosts): Endpoint[] =>
  hosts.map((one) =>
    typeof one === "string" ? { ...of, host: one } : { ...of, host: one[0], publishedAs: one[1] },
  );

const service = {
  port: 443,
  need: "required",
  purpose: () => l10n.t("The agent and its service"),
  source: "prerequisites",
} as const;
const signIn = {
  port: 443,
  need: "required",
  purpose: () => l10n.t("Sign-in and registration"),
  source: "prerequisites",
} as const;
const signInPages = {
  port: 443,
  need: "recommended",
  purpose: () => l10n.t("Sign-in pages"),
  source: "troubleshoot",
} as const;
const revocation = {
  port: 80,
  need: "recommended",
  purpose: () => l10n.t("Certificate revocation lists and root certificates"),
  source: "prerequisites",
} as const;
const graph = {
  port: 443,
  need: "recommended",
  purpose: () => "Microsoft Graph",
  source: "nationalClouds",
} as const;

const sharedPages = [
  ["secure.aadcdn.microsoftonline-p.com", "*.microsoftonline-p.com"],
  "enterpriseregistration.windows.net",
  "management.azure.com",
  "policykeyservice.dc.ad.msft.net",
] as const;
const sharedNotProbed = ["*.msauth.net", "*.msauthimages.net", "*.msecnd.net", "*.phonefactor.net"];

export const cloudNetworks: Readonly<Record<Cloud, CloudNetwork>> = {
  global: {
    title: () => l10n.t("Global"),
    endpoints: [
      ...list(service, [["download.msappproxy.net", "*.msappproxy.net"]]),
      ...list(signIn, ["login.windows.net", ["login.microsoftonline.com", "*.microsoftonline.com"]]),
      ...list({ ...service, need: "recommended" }, [["www.microsoft.com", "*.microsoft.com"]]),
      ...list(graph, [["graph.microsoft.com", "*.microsoft.com"]]),
      ...list(signInPages, [...sharedPages, ["aadcdn.msftauth.net", "*.msftauth.net"]]),
      ...list(revocation, [
        "mscrl.microsoft.com",
        "crl.microsoft.com",
        "ocsp.msocsp.com",
        "www.microsoft.com",
      ]),
      ...list({ ...revocation, source: "troubleshoot" }, [
        "crl3.digicert.com",
        "crl4.digicert.com",
        "ocsp.digicert.com",
        "oneocsp.microsoft.com",
        "ctldl.windowsupdate.com",
      ]),
      ...list({ ...revocation, port: 443, source: "troubleshoot", connectOnly: true }, [
        "ctldl.windowsupdate.com",
      ]),
    ],
    notProbed: [
      "*.servicebus.windows.net",
      "*.msappproxy.com",
      "*.cloudwebappproxy.net",
      "*.windowsazure.com",
      "*.msftauthimages.net",
      ...sharedNotProbed,
    ],
  },
  usGov: {
    title: () => l10n.t("US government"),
    endpoints: [
      ...list({ ...service, mayBeMissing: true }, [["download.msappproxy.us", "*.msappproxy.us"]]),
      ...list(signIn, ["login.windows.us", ["login.microsoftonline.us", "*.microsoftonline.us"]]),
      ...list(graph, [["graph.microsoft.us", "*.microsoft.us"]]),
      ...list({ ...signInPages, source: "prerequisites" }, [...sharedPages, "aadcdn.msftauthimages.us"]),
      // The second stands in the prerequisites as it does here; it may be a slip.
      ...list({ ...signInPages, source: "prerequisites", mayBeMissing: true }, [
        "msauthimages.us",
        "mfstauthimages.us",
      ]),
      ...list(revocation, [
        "mscrl.microsoft.us",
        "crl.microsoft.us",
        "ocsp.msocsp.us",
        "www.microsoft.us",
        "ctldl.windowsupdate.us",
      ]),
    ],
    notProbed: [
      "*.servicebus.usgovcloudapi.net",
      "*.microsoftonline-p.us",
      "*.msftauth.net",
      "*.msftauthimages.net",
      ...sharedNotProbed,
    ],
  },
  // Microsoft publishes no list of addresses for the agent in this cloud; sign-in and Graph are those of "National clouds".
  china: {
    title: () => l10n.t("China (21Vianet)"),
    endpoints: [
      ...list({ ...signIn, need: "unconfirmed", source: "nationalClouds" }, ["login.chinacloudapi.cn"]),
      ...list({ ...graph, need: "unconfirmed" }, ["microsoftgraph.chinacloudapi.cn"]),
      ...list({ ...revocation, need: "unconfirmed" }, ["crl3.digicert.com", "ocsp.digicert.com"]),
    ],
    notProbed: ["*.msappproxy.cn", "*.servicebus.chinacloudapi.cn"],
  },
};

/**
 * The published names below which the service has hosts of a tenant's own. Which ones those are no document says; an
 * installed agent names them in its records.
 */
const tenantNames = [
  "*.servicebus.windows.net",
  "*.servicebus.usgovcloudapi.net",
  "*.servicebus.chinacloudapi.cn",
  "*.msappproxy.net",
  "*.msappproxy.us",
  "*.msappproxy.cn",
  "*.cloudwebappproxy.net",
];

const fromRecords = (host: string): Endpoint => {
  const publishedAs = tenantNames.find((name) => host.endsWith(name.slice(1)));
  return {
    host,
    port: 443,
    need: "recommended",
    purpose: () => l10n.t("Named by the installed agent in its records"),
    source: "troubleshoot",
    ...(publishedAs === undefined ? {} : { publishedAs }),
  };
};

/** What to reach: the hosts of a cloud, and those that the installed agent names and the table does not. */
export const endpointsOf = (cloud: Cloud, named: readonly string[]): readonly Endpoint[] => {
  const { endpoints } = cloudNetworks[cloud];
  const own = named.filter((host) => !endpoints.some((one) => one.host === host && one.port === 443));
  return [...endpoints, ...own.map(fromRecords)];
};

/**
 * Ports of a domain controller. Without Kerberos and LDAP nothing works; the others are needed for setup, for password
 * hashes, or by tools. Sources: Microsoft, "Hybrid identity required ports and protocols", table 1; of the global catalog, the
 * prerequisites of provisioning from Microsoft Entra ID to Active Directory, which name 389 and 3268.
 */
export const controllerPorts: readonly {
  readonly port: number;
  readonly name: string;
  readonly required: boolean;
  /** What does not work without it, where that is named for this agent. */
  readonly neededFor?: () => string;
}[] = [
  { port: 88, name: "Kerberos", required: true },
  { port: 389, name: "LDAP", required: true },
  { port: 53, name: "DNS", required: false },
  { port: 135, name: "RPC", required: false },
  { port: 445, name: "SMB", required: false },
  { port: 636, name: "LDAPS", required: false },
  {
    port: 3268,
    name: "Global Catalog",
    required: false,
    neededFor: () =>
      l10n.t("required where groups of Microsoft Entra ID are provisioned to Active Directory"),
  },
  { port: 9389, name: "AD Web Services", required: false },
];

/**
 * Organisations that issue the certificates of Microsoft's services, and their roots. Any other issuer is one that opens
 * the connection on its way. Source: Microsoft, "Azure Certificate Authority details".
 */
export const publicIssuers: readonly string[] = [
  "Microsoft Corporation",
  "DigiCert Inc",
  "DigiCert, Inc.",
  "DigiCert China Inc.",
  "Baltimore",
  "D-Trust GmbH",
  "Entrust, Inc.",
  "GlobalSign",
  "GlobalSign nv-sa",
];
