/**
 * `msDS-SupportedEncryptionTypes`. Sources: [MS-KILE] 2.2.7, and "gMSA can't be created" of Microsoft's support: account and computer
 * must have one in common (https://learn.microsoft.com/troubleshoot/entra/entra-id/ad-dmn-services/azure-ad-hybrid-sync-unable-create-gmsa-kds-domain-controller). Pure.
 */

const types = [
  [0x1, "DES-CBC-CRC"],
  [0x2, "DES-CBC-MD5"],
  [0x4, "RC4-HMAC"],
  [0x8, "AES128-CTS-HMAC-SHA1-96"],
  [0x10, "AES256-CTS-HMAC-SHA1-96"],
] as const;
/** Bits of encryption; the others of the value say what else a computer can. */
const allTypes = 0x1f;
const aes = 0x18;

/** Names of the types, in the order of their bits. */
export const encryptionNames = (value: number): readonly string[] =>
  types.flatMap(([bit, name]) => ((value & bit) === 0 ? [] : [name]));

/** `account` and `computer`: the attribute of each; null where it has none, and the domain's default counts. */
export interface EncryptionPair {
  readonly account: number | null;
  readonly computer: number | null;
}

/**
 * Whether both know the same. `none`: nothing in common, and the account cannot be installed. `differ`: something, but the account
 * knows other types than its server, which Microsoft's page has made alike. Where one has no value, what the domain's controllers take
 * instead is not in the directory: `notKnown`.
 */
export const compareEncryption = ({ account, computer }: EncryptionPair) => {
  if (account === null || computer === null) return "notKnown";
  const [ours, theirs] = [account & allTypes, computer & allTypes];
  if (ours === 0 || theirs === 0) return "notKnown";
  if ((ours & theirs) === 0) return "none";
  return ours === theirs ? "same" : "differ";
};

/** Whether AES alone is known: where RC4 is switched off, an account that knows RC4 alone is not to be used. */
export const isAesOnly = (value: number): boolean => (value & aes) !== 0 && (value & allTypes & ~aes) === 0;
