/** Active Directory's own number in what it says of a refused sign-in. Pure. */

const number = /\bdata ([\da-f]{1,8})\b/iu;

/**
 * The number in `80090308: LdapErr: DSID-0C09041C, comment: AcceptSecurityContext error, data 52e, v4563`, in small letters and without
 * zeros before it; undefined where none is named, or it is zero.
 */
export const bindDataOf = (message: string): string | undefined => {
  const [, digits] = number.exec(message) ?? [];
  const data = digits === undefined ? 0 : Number.parseInt(digits, 16);
  return data === 0 ? undefined : data.toString(16);
};
