/** What the directory shows of the service account that is planned: its key, its place, itself, and who may use it. */
import { accountsContainerQuestion, type AccountsContainer } from "../directory/accountsContainer.ts";
import {
  computerQuestion,
  groupsQuestion,
  namesQuestion,
  type Computer,
  type Known,
} from "../directory/computers.ts";
import { heardOf, type Answered } from "../directory/heard.ts";
import {
  conflictsQuestion,
  managedAccountsQuestion,
  plannedAccount,
  type Conflict,
  type ManagedAccount,
  type WantedAccount,
} from "../directory/managedAccounts.ts";
import { together } from "../directory/question.ts";
import { rootKeysQuestion, type RootKeys } from "../directory/rootKeys.ts";
import type { Sid } from "../directory/sid.ts";
import { rootKeysSeenBy, type SignedIn } from "../directory/signInOf.ts";
import type { Attestation } from "../journal.ts";
import { joinedDomain, type ServerFacts } from "../operations/server.ts";
import type { SetupPlan } from "../plan.ts";
import { valueOf, type Fact } from "../values/fact.ts";
import type { Time } from "../values/time.ts";
import type { StepContext } from "../step.ts";
import { askDirectory, type Asker } from "./askDirectory.ts";

/** The server: its name, the domain it is joined to, and when its Windows started. */
export interface OfServer {
  readonly computer: string;
  readonly domain: string;
  readonly started: Time | undefined;
}

/** Of the server what its directory is asked with; undefined where it is joined to no domain. */
export const ofServer = (server: ServerFacts): OfServer | undefined => {
  const domain = joinedDomain(server);
  return domain === undefined
    ? undefined
    : { computer: server.computer, domain, started: valueOf(server.bootedAt) };
};

export interface AccountFacts {
  readonly keys: Fact<RootKeys>;
  readonly container: AccountsContainer;
  readonly accounts: Fact<readonly ManagedAccount[]>;
  readonly computer: Fact<Computer | null>;
}

/** The groups that the server's computer is in, and the names of those who may read the account's password. */
export interface ReaderFacts {
  readonly groups: Fact<readonly Sid[]>;
  readonly known: Fact<readonly Known[]>;
}

export interface AccountSeen {
  readonly planned: WantedAccount;
  readonly server: OfServer;
  readonly facts: Answered<AccountFacts>;
  /** Of the record: who signed in to the server's domain, and saw the forest's root keys. */
  readonly keysSeenBy: (Attestation & SignedIn) | undefined;
  /** Of the account that was found; undefined where there is none, or the computer is not known. */
  readonly readers: Answered<ReaderFacts> | undefined;
  /** What in the forest has the account's name. */
  readonly conflicts: Answered<Fact<readonly Conflict[]>>;
}

/** What the plan asks for; undefined where it is not answered. */
export const plannedOf = ({
  serviceAccount,
}: Pick<SetupPlan, "serviceAccount">): WantedAccount | undefined =>
  serviceAccount?.kind === "create"
    ? { kind: "create" }
    : serviceAccount?.name === undefined
      ? undefined
      : { kind: "custom", name: serviceAccount.name };

export const accountQuestions = (planned: WantedAccount, computer: string) =>
  together({
    keys: rootKeysQuestion,
    container: accountsContainerQuestion,
    accounts: managedAccountsQuestion(planned),
    computer: computerQuestion(computer),
  });

/** The account that was found; undefined where there is none yet, or that is not known. */
export const accountFound = ({ planned, facts }: Pick<AccountSeen, "planned" | "facts">) =>
  plannedAccount(
    planned,
    heardOf(facts, ({ accounts }) => accounts),
  );

const readersOf = async (
  ctx: Asker,
  { planned, server, facts }: Pick<AccountSeen, "planned" | "server" | "facts">,
): Promise<Answered<ReaderFacts> | undefined> => {
  const account = accountFound({ planned, facts });
  const readers = account && valueOf(account.readers);
  const computer = valueOf(heardOf(facts, (said) => said.computer));
  if (!readers || !computer) return undefined;
  return askDirectory(
    ctx,
    { domain: server.domain },
    together({
      groups: groupsQuestion(computer.dn),
      known: namesQuestion([...new Set(readers.entries.map(({ sid }) => sid))]),
    }),
  );
};

/** Three requests, of which the last is for the whole forest: its global catalog. */
export const readAccount = async (
  ctx: Asker & Pick<StepContext, "attestations">,
  planned: WantedAccount,
  server: OfServer,
): Promise<AccountSeen> => {
  const { domain, computer } = server;
  const facts = await askDirectory(ctx, { domain }, accountQuestions(planned, computer));
  const readers = await readersOf(ctx, { planned, server, facts });
  // A domain that is not reached has no catalog either: nobody waits for it twice.
  const conflicts =
    "unread" in facts
      ? facts
      : await askDirectory(ctx, { domain, catalog: true }, conflictsQuestion(planned, domain));
  const keysSeenBy = rootKeysSeenBy(ctx.attestations, domain);
  return { planned, server, facts, keysSeenBy, readers, conflicts };
};
