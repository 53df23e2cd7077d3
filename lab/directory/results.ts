/**
 * Results with the words in which Active Directory says them. Codes: RFC 4511, appendix A. The sentences are those of published
 * records of Windows Server 2019 and 2022 (`v4563`), since Microsoft documents the form alone; the digits after `DSID` name a line
 * of its source and are made up here.
 */

export interface Result {
  readonly code: number;
  readonly message: string;
  /** How far down the name is known; empty where it does not matter. */
  readonly matched?: string;
  /** URLs of servers to ask instead. */
  readonly referrals?: readonly string[];
}

/** A request that is refused; whoever catches it answers with the result. */
export class Refused extends Error {
  readonly result: Result;

  constructor(result: Result) {
    super(result.message);
    this.result = result;
  }
}

export const success: Result = { code: 0, message: "" };

const ldapErr = (code: number, number: string, comment: string, data = "0"): Result => ({
  code,
  message: `${number}: LdapErr: DSID-0C090001, comment: ${comment}, data ${data}, v4563`,
});

export const results = {
  /** MS-ADTS, 3.1.1.3.2: before a bind only the RootDSE is answered. */
  bindFirst: ldapErr(
    1,
    "000004DC",
    "In order to perform this operation a successful bind must be completed on the connection.",
  ),
  /** RFC 4511, section 4.1.1: what is no message of LDAP, or none that is known here. */
  protocolError: ldapErr(2, "00000057", "Error decoding ldap message"),
  /** MS-ADTS, 3.1.1.3.4.6: MaxQueryDuration, 120 seconds by default. */
  timeLimit: { code: 3, message: "" },
  /** MS-ADTS, 3.1.1.3.4.6: MaxPageSize, 1,000 by default; what was found up to there is sent. */
  sizeLimit: { code: 4, message: "" },
  /** RFC 4513, section 5.2: a mechanism that is not offered. */
  noSuchMethod: ldapErr(7, "00002027", "Invalid Authentication method"),
  /** "LDAP signing for Active Directory Domain Services" (Microsoft): a simple bind without TLS where signing is required. */
  signingRequired: ldapErr(
    8,
    "00002028",
    "The server requires binds to turn on integrity checking if SSL\\TLS are not already active on the connection",
  ),
  /** MS-ADTS, 3.1.1.3.4.6: a limit of the server other than the number of entries, such as MaxTempTableSize. */
  administrativeLimit: {
    code: 11,
    message: "00002024: SvcErr: DSID-02050001, problem 5008 (ADMIN_LIMIT_EXCEEDED), data -1026\n",
  },
  /** RFC 4511, section 4.1.11; a cookie of another connection is one too (MS-ADTS, 3.1.1.3.4.1.1). */
  unknownExtension: {
    code: 12,
    message: "00002040: SvcErr: DSID-03140001, problem 5010 (UNAVAIL_EXTENSION), data 0\n",
  },
  /** RFC 4511, appendix A.2: the operation wants a connection that nobody reads along. */
  confidentialityRequired: ldapErr(13, "0000202B", "The server requires a confidential connection"),
  /** RFC 4511, section 4.6: what is to be taken away is not there. */
  noSuchAttribute: {
    code: 16,
    message:
      "00002085: AtrErr: DSID-03150001, #1:\n\t0: 00002085: DSID-03150001, problem 1001 (NO_ATTRIBUTE_OR_VAL)\n",
  },
  /** RFC 4511, section 4.6: what is to be added is there. */
  valueExists: {
    code: 20,
    message:
      "00002083: AtrErr: DSID-03150001, #1:\n\t0: 00002083: DSID-03150001, problem 1006 (ATT_OR_VALUE_EXISTS)\n",
  },
  /** MS-ADTS, 3.1.1.5.3.1.1: the one who asks may not write that. */
  insufficientAccess: {
    code: 50,
    message: "00002098: SecErr: DSID-03150001, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0\n",
  },
  /** RFC 4511, appendix A.2: too busy for now. */
  busy: {
    code: 51,
    message: "0000200E: SvcErr: DSID-02080001, problem 5001 (BUSY), data -1102\n",
  },
  /** MS-ADTS, 3.1.1.3.4.2: an extended operation or a kind of request that is none of this server's. */
  unwilling: {
    code: 53,
    message: "0000200D: SvcErr: DSID-03110001, problem 5003 (WILL_NOT_PERFORM), data 0\n",
  },
} as const satisfies Readonly<Record<string, Result>>;

/** A bind that is refused: 49, with what kept the account out as a number of Windows behind `data`. */
export const wrongCredentials = (data: string): Result =>
  ldapErr(49, "80090308", "AcceptSecurityContext error", data);

export const noSuchObject = (matched: string): Result => ({
  code: 32,
  message: `0000208D: NameErr: DSID-03100001, problem 2001 (NO_OBJECT), data 0, best match of:\n\t'${matched}'\n`,
  matched,
});

export const badName = (dn: string): Result => ({
  code: 34,
  message: `0000208F: NameErr: DSID-03100001, problem 2006 (BAD_NAME), data 8349, best match of:\n\t'${dn}'\n`,
});

/** MS-ADTS, 3.1.1.4.6: another server has it. */
export const referral = (host: string, dn: string): Result => ({
  code: 10,
  message: `0000202B: RefErr: DSID-03100001, data 0, 1 access points\n\tref 1: '${host}'\n`,
  referrals: [referralUrl(host, dn)],
});

/** RFC 4516: with the name in it, in which nothing may stand that a URL has a meaning for. */
export const referralUrl = (host: string, dn: string): string =>
  `ldap://${host}/${encodeURIComponent(dn).replaceAll("%2C", ",").replaceAll("%3D", "=")}`;
