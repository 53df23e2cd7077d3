/** Joins one more controller, which really replicates. */
import { besideController, filesOf, type ControllerPlace } from "./controller.ts";
import { search, write } from "./database.ts";
import { addressRecord, aliasRecord, controllersNameDn, nameDn, recordsOfAnother } from "./dnsRecords.ts";
import { configurationOf, dnsNameOf, type Forest } from "./forests.ts";
import { added, changed } from "./ldif.ts";
import { password } from "./people.ts";

/**
 * Samba leaves loopback addresses out when it registers its own names. The second controller's are what the first one's are, and its
 * own two: the one that it is reached by, and the one that its partners ask for, which has its identifier.
 */
const nameInDirectory = async (
  forest: Forest,
  first: ControllerPlace,
  second: ControllerPlace,
): Promise<void> => {
  const known = { host: dnsNameOf(forest, first.host), address: first.address };
  const joined = { host: dnsNameOf(forest, second.host), address: second.address };
  const names = await search(first.folder, "(dnsRecord=*)", "dnsRecord");
  const same = names.flatMap((entry) => {
    const records = recordsOfAnother(entry, known, joined);
    return records.length === 0 ? [] : [changed(entry.dn, "add", { dnsRecord: records })];
  });
  const sites = `CN=Sites,${configurationOf(forest)}`;
  const agents = await search(second.folder, "-b", sites, "(objectClass=nTDSDSA)", "objectGUID");
  const agent = agents.find(({ dn }) => dn.includes(`,CN=${second.host},`));
  const own = (dn: string, record: Buffer) => added(dn, { objectClass: "dnsNode", dnsRecord: record });
  await write(
    first.folder,
    [
      ...same,
      own(nameDn(forest, second.host.toLowerCase()), addressRecord(second.address)),
      own(controllersNameDn(forest, agent?.values.objectGUID?.[0] ?? ""), aliasRecord(joined.host)),
    ].join(""),
  );
};

/** The folder of the second is settled, and asks the first one for names; the first one runs. */
export const join = async (
  forest: Forest,
  first: ControllerPlace,
  second: ControllerPlace,
): Promise<void> => {
  // No service keeps the names under which the first one's account replicates: without them the second would ask in vain.
  await besideController(first.folder, "samba_spnupdate", ["-s", filesOf(first.folder).settings]);
  await besideController(second.folder, "samba-tool", [
    ...["domain", "join", forest.name, "DC", `--configfile=${filesOf(second.folder).settings}`],
    ...[`--targetdir=${second.folder}`, `--server=${dnsNameOf(forest, first.host)}`],
    ...["--dns-backend=SAMBA_INTERNAL", `--username=${forest.netbios}\\Administrator`],
    `--password=${password}`,
  ]);
  await nameInDirectory(forest, first, second);
};

/** Whether two controllers each know that the other one asks it for changes, and have asked it themselves. */
export const replicateBothWays = async (
  { baseDn }: Forest,
  places: readonly ControllerPlace[],
): Promise<boolean> => {
  for (const { folder } of places) {
    const [head] = await search(folder, "-b", baseDn, "-s", "base", "repsFrom", "repsTo");
    if (head?.bytes.repsFrom === undefined || head.bytes.repsTo === undefined) return false;
  }
  return true;
};
