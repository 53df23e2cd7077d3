/** From a domain to the names of its controllers, as DNS has them. */
import { Resolver } from "node:dns/promises";
import type { SrvRecord } from "node:dns";
import { codeOf, failed, ofSocket } from "./failure.ts";
import { readServiceRecords } from "./serviceRecords.ts";
import { errorWords } from "../setup/told/errors.ts";
import type { DirectoryTarget } from "../setup/operations/directory.ts";

/** The service records of a name. */
export type ServiceRecords = (name: string, timeoutMs: number) => Promise<readonly SrvRecord[]>;

/** Asks name servers, those of this machine where none are named: by Node's resolver, and once more where that cannot read the answer. */
export const recordsBy =
  (servers?: readonly string[]): ServiceRecords =>
  async (name, timeoutMs) => {
    const from = performance.now();
    const resolver = new Resolver({ timeout: Math.max(1, timeoutMs), tries: 1 });
    if (servers) resolver.setServers(servers);
    try {
      return await resolver.resolveSrv(name);
    } catch (error) {
      if (codeOf(error) !== "EBADRESP") throw error;
      const left = Math.max(1, timeoutMs - (performance.now() - from));
      return readServiceRecords(name, resolver.getServers(), left);
    }
  };

/** What could be a host: nothing else gets as far as a resolver. */
const isHost = (name: string): boolean =>
  name.length <= 253 && /^[\p{L}\p{N}_][\p{L}\p{N}_:-]{0,62}(?:\.[\p{L}\p{N}_-]{1,63})*$/u.test(name);

const notHost = (name: string) => failed("lookup", "notFound", errorWords["Directory.noHost"].says({ name }));

/** What DNS calls an answer without records: no such name, or none of that kind (RFC 1035 4.1.1). */
const emptyAnswers: Readonly<Record<string, string>> = { ENOTFOUND: "3", ENODATA: "0" };

/** So many of those that are preferred are tried: where they are down, the domain's others are asked. */
const mostPreferred = 2;

/** The names of controllers that are known without DNS: the one to ask, or those to ask first. @throws Failed of the stage `lookup` */
export const namedHosts = ({ domain, controller, preferred }: DirectoryTarget): readonly string[] => {
  if (controller === null) {
    if (!isHost(domain)) throw notHost(domain);
    return preferred.filter(isHost).slice(0, mostPreferred);
  }
  if (!isHost(controller)) throw notHost(controller);
  return [controller];
};

/**
 * The names of a domain's controllers as DNS has them, the best first: by priority and weight (RFC 2782; [MS-ADTS] 6.3.2.3).
 * @throws Failed of the stage `lookup`
 */
export const hostsOf = async (
  { domain, catalog }: DirectoryTarget,
  timeoutMs: number,
  records: ServiceRecords = recordsBy(),
): Promise<readonly string[]> => {
  try {
    const found = await records(`_ldap._tcp.${catalog ? "gc" : "dc"}._msdcs.${domain}`, timeoutMs);
    return found
      .toSorted((one, other) => one.priority - other.priority || other.weight - one.weight)
      .map(({ name }) => name);
  } catch (error) {
    const code = emptyAnswers[codeOf(error)];
    if (code === undefined) throw ofSocket("lookup", error);
    throw failed("lookup", "notFound", errorWords["Dns.controllers"].says({ domain, code }));
  }
};
