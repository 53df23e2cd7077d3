/** Records of names as the directory keeps them: the attribute dnsRecord, [MS-DNSP] 2.3.2.2. */
import type { Forest } from "./forests.ts";
import type { Entry } from "./ldif.ts";

/** DNS_RECORD_TYPE. */
const types = { a: 1, cname: 5, srv: 33 } as const;
const headerBytes = 24;
/** In seconds. */
const timeToLive = 900;
/** DNS_RANK_ZONE: the zone's own. */
const rank = 0xf0;
const version = 5;

const record = (type: number, data: Buffer): Buffer => {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16LE(data.length, 0);
  header.writeUInt16LE(type, 2);
  header.writeUInt8(version, 4);
  header.writeUInt8(rank, 5);
  header.writeUInt32LE(1, 8);
  header.writeUInt32BE(timeToLive, 12);
  return Buffer.concat([header, data]);
};

const bytesOf = (address: string): Buffer => Buffer.from(address.split(".").map(Number));

export const addressRecord = (address: string): Buffer => record(types.a, bytesOf(address));

/** A name with the number of its labels before it, and of each label its length: DNS_COUNT_NAME. */
const countedName = (name: string): Buffer => {
  const labels = name.split(".");
  const parts = labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  const raw = Buffer.concat([...parts, Buffer.from([0])]);
  return Buffer.concat([Buffer.from([raw.length, labels.length]), raw]);
};

export const serviceRecord = (port: number, target: string): Buffer => {
  const head = Buffer.alloc(6);
  // Priority 0, weight 100, as a controller registers itself.
  head.writeUInt16BE(100, 2);
  head.writeUInt16BE(port, 4);
  return record(types.srv, Buffer.concat([head, countedName(target)]));
};

export const aliasRecord = (target: string): Buffer => record(types.cname, countedName(target));

/** Where a name of the domain is kept, and one of its controllers' names for each other. */
export const nameDn = ({ name, baseDn }: Forest, label: string): string =>
  `DC=${label},DC=${name},CN=MicrosoftDNS,DC=DomainDnsZones,${baseDn}`;
export const controllersNameDn = ({ name, baseDn }: Forest, label: string): string =>
  `DC=${label},DC=_msdcs.${name},CN=MicrosoftDNS,DC=ForestDnsZones,${baseDn}`;

/**
 * What the records of a name become where controllers have other addresses than before: undefined where none of them is named.
 */
export const readdressed = (
  { bytes }: Entry,
  moved: ReadonlyMap<string, string>,
): readonly Buffer[] | undefined => {
  const records = bytes.dnsRecord ?? [];
  const after = records.map((one) => {
    const isAddress = one.length === headerBytes + 4 && one.readUInt16LE(2) === types.a;
    const now = isAddress ? moved.get(one.subarray(headerBytes).join(".")) : undefined;
    return now === undefined ? one : Buffer.concat([one.subarray(0, headerBytes), bytesOf(now)]);
  });
  return after.some((one, at) => one !== records[at]) ? after : undefined;
};

export interface NamedHost {
  /** `dc1.contoso.lan`. */
  readonly host: string;
  readonly address: string;
}

/**
 * The records that a name needs for one more controller: for each that leads to a known one, the same to the other. The known one's
 * own name is left alone.
 */
export const recordsOfAnother = (
  { dn, bytes }: Entry,
  known: NamedHost,
  other: NamedHost,
): readonly Buffer[] => {
  const [own = ""] = known.host.split(".");
  // One controller of a domain is the emulator of the primary one.
  if (new RegExp(`^dc=(?:${own},|_ldap\\._tcp\\.pdc\\.)`, "iu").test(dn)) return [];
  const address = addressRecord(known.address).subarray(headerBytes);
  const target = countedName(known.host);
  return (bytes.dnsRecord ?? []).flatMap((one) => {
    const type = one.readUInt16LE(2);
    const data = one.subarray(headerBytes);
    if (type === types.a && data.equals(address)) return [addressRecord(other.address)];
    // Priority, weight and port stand before the name.
    if (type === types.srv && data.subarray(6).equals(target))
      return [serviceRecord(data.readUInt16BE(4), other.host)];
    return [];
  });
};
