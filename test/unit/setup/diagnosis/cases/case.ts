/** What a test of the diagnosis is made of: a symptom, what is known, and what must come out. */
import type {
  Circumstances,
  Symptom,
  WindowsEvent,
} from "../../../../../src/setup/diagnosis/signs/symptom.ts";

export interface Case {
  readonly symptom: Symptom;
  readonly known: Circumstances;
  /** Ids in their order, a likely one with a question mark; none where the text is unknown. */
  readonly gives: readonly string[];
}

/** The cases of one diagnosis. */
export interface Cases {
  /** Which of the thirty-four reported failures these are. */
  readonly failures?: readonly number[];
  /** Which rows of the troubleshooting table. */
  readonly rows?: readonly number[];
  /** Symptoms it must be named for, the exact reported text first. */
  readonly matches: readonly Case[];
  /** Symptoms much like it, with another cause: it must not be named. */
  readonly nearMisses: readonly Case[];
  /** Inside and outside the versions it, or its fix, is for. */
  readonly gates?: readonly Case[];
}

export const seen = (symptom: Symptom, gives: readonly string[], known: Circumstances = {}): Case => ({
  symptom,
  known,
  gives,
});

export const said = (text: string, gives: readonly string[], known: Circumstances = {}): Case =>
  seen({ text }, gives, known);

/** Event 7000 or 7009 as the Service Control Manager writes it. */
export const startEvent = (
  id: 7000 | 7009,
  service = "Microsoft Entra Provisioning Agent",
): WindowsEvent => ({
  log: "System",
  source: "Service Control Manager",
  id,
  text:
    id === 7000
      ? `The ${service} service failed to start due to the following error: The service did not start due to a logon failure.`
      : `A timeout was reached (30000 milliseconds) while waiting for the ${service} service to connect.`,
});

/** Event 7041 or 7038 as the Service Control Manager writes it. */
export const serviceEvent = (id: 7041 | 7038, account: string): WindowsEvent => ({
  log: "System",
  source: "Service Control Manager",
  id,
  text:
    `The AADConnectProvisioningAgent service was unable to log on as ${account} with the currently configured password due to the following error: ` +
    (id === 7041
      ? "Logon failure: the user has not been granted the requested logon type at this computer."
      : "The user name or password is incorrect."),
});

export const virtualAccount = "NT SERVICE\\AADConnectProvisioningAgent";
export const managedAccount = "CONTOSO\\pGMSA_e6620264$";
