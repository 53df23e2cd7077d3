/** LDAP messages out of the pieces of a connection (RFC 4511 5.1): each a sequence whose length stands before it. Pure. */

/** Of a message: a sequence (X.690 8.9). */
const sequence = 0x30;
/** A length is written in so many bytes at most, as Active Directory does. */
const longestLength = 4;

/** How many bytes the message has that begins here; undefined where they are too few to tell. @throws Error where none begins here */
const sizeOf = (bytes: Buffer): number | undefined => {
  if (bytes[0] !== sequence) throw new Error("no message begins so");
  const short = bytes[1];
  if (short === undefined || short < 0x80) return short === undefined ? undefined : 2 + short;
  const count = short & 0x7f;
  if (count === 0 || count > longestLength) throw new Error("no message has such a length");
  return bytes.length < 2 + count ? undefined : 2 + count + bytes.readUIntBE(2, count);
};

/**
 * Takes pieces, and gives each message once it is whole. However many pieces a message comes in, each is copied once, and however
 * many messages are in a piece, they are given one after the other. What it returns throws where what came is no LDAP.
 */
export const messageSplitter = (give: (message: Buffer) => void): ((piece: Buffer) => void) => {
  let pieces: Buffer[] = [];
  let held = 0;
  /** So many bytes tell more than is known. */
  let wanted = 1;
  return (piece) => {
    pieces.push(piece);
    held += piece.length;
    if (held < wanted) return;
    let bytes = Buffer.concat(pieces, held);
    let size: number | undefined;
    while (bytes.length > 0) {
      size = sizeOf(bytes);
      if (size === undefined || bytes.length < size) break;
      give(bytes.subarray(0, size));
      bytes = bytes.subarray(size);
    }
    pieces = [bytes];
    held = bytes.length;
    wanted = bytes.length === 0 ? 1 : (size ?? bytes.length + 1);
  };
};
