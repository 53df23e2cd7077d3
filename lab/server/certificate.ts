/** Certificates for a server of practice or of a test, made when they are needed: no key lies in the repository. RFC 5280, RFC 5758. */
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIPv4 } from "node:net";

export interface Certificate {
  /** In PEM. */
  readonly key: string;
  readonly cert: string;
}

export interface Wanted {
  /** Its common name. */
  readonly name: string;
  readonly organisation: string;
  /** DNS names and IPv4 addresses that it is for. None where it is left out, and no extension then. */
  readonly hosts?: readonly string[];
  /** From the beginning of last year to that of the year after next where they are left out. */
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Whether it issues others. */
  readonly issues?: boolean;
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);
const text = (value: string) => der(0x0c, Buffer.from(value));
const oid = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const date = (at: Date) => der(0x18, Buffer.from(`${at.toISOString().replaceAll(/\.\d+|[^\d]/gu, "")}Z`));

const ids = {
  commonName: "550403",
  organisation: "55040a",
  ecdsaWithSha256: "2a8648ce3d040302",
  alternativeName: "551d11",
  basicConstraints: "551d13",
  keyUsage: "551d0f",
} as const;

const nameOf = ({ name, organisation }: Wanted): Buffer => {
  const part = (id: string, value: string) => der(0x31, sequence(oid(id), text(value)));
  return sequence(part(ids.organisation, organisation), part(ids.commonName, name));
};

const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), der(0x04, value));

const extensionsOf = ({ hosts, issues }: Wanted): Buffer[] => {
  const alternatives = hosts?.map((host) =>
    isIPv4(host) ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, Buffer.from(host)),
  );
  const all = [
    ...(issues === true
      ? [
          extension(ids.basicConstraints, sequence(der(0x01, Buffer.from([0xff])))),
          // keyCertSign and cRLSign.
          extension(ids.keyUsage, der(0x03, Buffer.from([1, 0x06]))),
        ]
      : []),
    ...(alternatives ? [extension(ids.alternativeName, sequence(...alternatives))] : []),
  ];
  return all.length === 0 ? [] : [der(0xa3, sequence(...all))];
};

/** Issued by the other one, or by itself where there is none. */
export const issueCertificate = (
  wanted: Wanted,
  issuer?: { readonly wanted: Wanted; readonly certificate: Certificate },
): Certificate => {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const algorithm = sequence(oid(ids.ecdsaWithSha256));
  const year = new Date().getUTCFullYear();
  const { notBefore = new Date(Date.UTC(year - 1, 0)), notAfter = new Date(Date.UTC(year + 2, 0)) } = wanted;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    // A serial number of its own; the first byte keeps it above zero.
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(issuer?.wanted ?? wanted),
    sequence(date(notBefore), date(notAfter)),
    nameOf(wanted),
    publicKey.export({ type: "spki", format: "der" }),
    ...extensionsOf(wanted),
  );
  const signer = issuer ? createPrivateKey(issuer.certificate.key) : privateKey;
  const signature = der(0x03, Buffer.from([0]), sign("sha256", body, signer));
  const base64 = sequence(body, algorithm, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    cert: `-----BEGIN CERTIFICATE-----\n${(base64.match(/.{1,64}/gu) ?? []).join("\n")}\n-----END CERTIFICATE-----\n`,
  };
};

/** A self-signed one without a host in it. */
export const certificateFor = (host: string, organisation: string): Certificate =>
  issueCertificate({ name: host, organisation });
