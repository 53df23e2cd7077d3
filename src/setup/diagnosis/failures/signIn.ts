/** Signing in to Microsoft Entra, as a person or as the account that synchronises. */
import * as l10n from "@vscode/l10n";
import { inRange, onServer, read, type KnownFailure } from "../signs/failure.ts";
import { allOf, anyOf, code, observed, says } from "../signs/sign.ts";
import { accountUnknown, passwordExpired } from "../signs/signs.ts";
import type { Circumstances } from "../signs/symptom.ts";

/** The version history: 1.1.281.0 brings the tools with Repair-AADCloudSyncToolsAccount, 1.1.2505.0 removes it. */
const withRepair = { from: "1.1.281.0", before: "1.1.2505.0" };

const repair = ({ agentVersion }: Circumstances) =>
  inRange(agentVersion, withRepair) === true
    ? onServer(
        "Import-Module 'C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\Utility\\AADCloudSyncTools'; Connect-AADCloudSyncTools; Repair-AADCloudSyncToolsAccount",
      )
    : read(
        "errorCodes",
        l10n.t(
          "Run the agent's wizard again, then restart the synchronisation. The cmdlet Repair-AADCloudSyncToolsAccount is in agents before {0} only.",
          withRepair.before,
        ),
      );

/** Whose sign-in it was: the account that synchronises, or a person's. */
const whileSynchronising = ({ during }: Circumstances): boolean | undefined =>
  during === undefined ? undefined : during === "synchronise";
const whileSigningIn = (known: Circumstances): boolean | undefined => {
  const synchronising = whileSynchronising(known);
  return synchronising === undefined ? undefined : !synchronising;
};

/** AADSTS50074, 50076, 50079 and 50158 ask for a second factor or another step that only a person can do. */
const secondFactor = anyOf(
  code("AADSTS50074"),
  code("AADSTS50076"),
  code("AADSTS50079"),
  code("AADSTS50158"),
  says("must use multi-factor authentication"),
  allOf(says("MFA"), says("these instructions will not work for you")),
);

export const signIn: readonly KnownFailure[] = [
  {
    id: "enhancedSecurity",
    matches: [
      says("Internet Explorer Enhanced Security Configuration"),
      observed("signInPageBlank"),
      allOf(says("sign-in page"), anyOf(says("blank"), says("blocked"))),
    ],
    facts: ({ enhancedSecurity }) => enhancedSecurity,
    words: () => ({
      title: l10n.t("Internet Explorer's enhanced security blocks the sign-in page."),
      cause: l10n.t(
        "The wizard shows the sign-in in Internet Explorer's engine, and Windows blocks its scripts.",
      ),
    }),
    fix: () =>
      read(
        "install",
        l10n.t(
          "Switch off IE Enhanced Security Configuration in Server Manager, close the installer, and start it again. Switch it on again when the wizard is done.",
        ),
      ),
    source: "install",
  },
  {
    id: "secondFactorNeeded",
    matches: [secondFactor],
    words: () => ({
      title: l10n.t("The account must sign in with a second factor, which this way cannot ask for."),
      cause: l10n.t(
        "A user name with a password is not enough, and a session without a desktop shows no window.",
      ),
    }),
    fix: () =>
      read(
        "commandLine",
        l10n.t(
          "Sign in with the wizard on the server's desktop, or give Connect-AADCloudSyncAzureAD an access token.",
        ),
      ),
    source: "headlessReport",
  },
  {
    id: "personalAccount",
    matches: [code("AADSTS50020")],
    words: () => ({
      title: l10n.t("The account does not belong to the tenant."),
      cause: l10n.t("It is a personal Microsoft account, or a guest of another tenant."),
    }),
    fix: () =>
      read(
        "prerequisites",
        l10n.t("Sign in with a Hybrid Identity Administrator of the tenant, not a guest."),
      ),
    source: "signInErrors",
  },
  {
    id: "syncAccountMissing",
    matches: [
      accountUnknown,
      code("AzureActiveDirectoryInvalidCredential"),
      says("service account that is used to run", "Cloud Sync"),
    ],
    facts: whileSynchronising,
    words: () => ({
      title: l10n.t("The account that synchronises is missing in the tenant."),
      cause: l10n.t("ADToAADSyncServiceAccount was deleted, most often by mistake."),
    }),
    fix: repair,
    source: "errorCodes",
  },
  {
    id: "signInAccountMissing",
    matches: [accountUnknown],
    facts: whileSigningIn,
    words: () => ({
      title: l10n.t("The tenant has no account of that name."),
      cause: l10n.t("The user name is misspelt, or belongs to another tenant."),
    }),
    fix: () => read("signInErrors", l10n.t("Sign in again with the full name, such as name@contoso.com.")),
    source: "signInErrors",
  },
  {
    id: "syncAccountExpired",
    matches: [passwordExpired, code("AzureActiveDirectoryExpiredCredentials"), says("CredentialsExpired")],
    facts: whileSynchronising,
    words: () => ({
      title: l10n.t("The password of the account that synchronises has expired."),
      cause: l10n.t("A password policy of the tenant applies to ADToAADSyncServiceAccount."),
    }),
    fix: repair,
    source: "errorCodes",
  },
  {
    id: "signInPasswordExpired",
    matches: [passwordExpired],
    facts: whileSigningIn,
    words: () => ({
      title: l10n.t("The password of your Entra account has expired."),
      cause: l10n.t("Microsoft Entra asks for a new password before it signs you in."),
    }),
    fix: () => read("signInErrors", l10n.t("Change the password in a browser, and sign in again.")),
    source: "signInErrors",
  },
  {
    id: "wrongEntraPassword",
    matches: [code("AADSTS50126")],
    words: ({ account }) => ({
      title:
        account === undefined
          ? l10n.t("Microsoft Entra does not accept user name and password.")
          : l10n.t("Microsoft Entra does not accept the password of {0}.", account),
      cause: l10n.t(
        "One of them is mistyped, or the account of another tenant was meant. Each further try counts towards the account's lock-out.",
      ),
    }),
    fix: () =>
      read("signInErrors", l10n.t("Sign in again, and see to the keyboard's language and Caps Lock.")),
    source: "signInErrors",
  },
  {
    id: "portalSession",
    matches: [
      observed("portalUnauthorized"),
      allOf(says("401"), says("portal"), anyOf(says("cloud sync"), says("blade"))),
    ],
    words: () => ({
      title: l10n.t("The portal still has a sign-in from before the role was given."),
      cause: l10n.t("A role counts from the next sign-in on."),
    }),
    fix: () => read("portal", l10n.t("Sign out of the portal and in again.")),
    source: "prerequisites",
  },
];
