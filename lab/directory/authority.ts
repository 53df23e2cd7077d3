/** A certification authority, as a domain has one: whoever trusts it trusts the certificates that it issues. */
import { issueCertificate, type Certificate, type Wanted } from "../server/certificate.ts";

export interface Authority {
  /** Its own certificate, in PEM. */
  readonly cert: string;
  /** For a server: the hosts that it is for, and what is otherwise of it. */
  readonly issue: (hosts: readonly string[], otherwise?: Partial<Wanted>) => Certificate;
}

export const makeAuthority = (organisation: string): Authority => {
  const wanted: Wanted = { name: `${organisation} Root CA`, organisation, issues: true };
  const certificate = issueCertificate(wanted);
  return {
    cert: certificate.cert,
    issue: (hosts, otherwise = {}) =>
      issueCertificate({ name: hosts[0] ?? "", organisation, hosts, ...otherwise }, { wanted, certificate }),
  };
};
