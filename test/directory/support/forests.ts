/** The two forests of the tests, and the names of what is in them. */

export type ForestName = "contoso" | "fabrikam";

export interface Forest {
  /** `contoso.lan`. */
  readonly name: string;
  /** `CONTOSO`. */
  readonly netbios: string;
  /** `DC=contoso,DC=lan`. */
  readonly baseDn: string;
  /** The controllers that are there in earnest. */
  readonly hosts: readonly string[];
}

const forest = (netbios: string, hosts: readonly string[]): Forest => {
  const name = `${netbios.toLowerCase()}.lan`;
  const baseDn = name
    .split(".")
    .map((label) => `DC=${label}`)
    .join(",");
  return { name, netbios, baseDn, hosts };
};

export const forests: Readonly<Record<ForestName, Forest>> = {
  /** Two controllers that replicate. */
  contoso: forest("CONTOSO", ["DC1", "DC2"]),
  /** One controller, and 49 that are objects in the directory alone; other domains, of which it knows. */
  fabrikam: forest("FABRIKAM", ["DC1"]),
};

const isForestName = (name: string): name is ForestName => name in forests;
export const forestNames: readonly ForestName[] = Object.keys(forests).filter(isForestName);

export const configurationOf = ({ baseDn }: Forest): string => `CN=Configuration,${baseDn}`;
export const dnsNameOf = ({ name }: Forest, host: string): string => `${host.toLowerCase()}.${name}`;
