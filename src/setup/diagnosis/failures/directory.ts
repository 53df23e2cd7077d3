/** Active Directory: schema, searches, objects, rights. */
import * as l10n from "@vscode/l10n";
import { askOwner } from "../../preflight/owner.ts";
import { inRange, onServer, read, upgrade, type KnownFailure } from "../signs/failure.ts";
import { allOf, anyOf, says } from "../signs/sign.ts";
import { nothingSynchronised, passwordWritebackFails } from "../signs/signs.ts";

/** The version history: 1.1.2102.0 breaks password writeback in US Government clouds, 1.1.2108.0 repairs it. */
const governmentWriteback = { from: "1.1.2102.0", before: "1.1.2108.0" };
/** The schema of Windows Server 2016, the first with msDS-ExternalDirectoryObjectId. */
const schema2016 = 87;

/** Words for an attribute that is not in the schema: traces list the attributes that are asked for as well. */
const absent = anyOf(
  ...["no attribute", "does not exist", "doesn't exist", "missing", "lacks", "not found", "not defined"].map(
    (phrase) => says(phrase),
  ),
);
/** Search filters name isCriticalSystemObject too. */
const leftOut = anyOf(says("skipped"), says("skipping"), says("excluded"), says("ignored"));

const notThere = anyOf(says("the object doesn't exist"), says("the object does not exist"));

export const directory: readonly KnownFailure[] = [
  {
    id: "externalIdMissing",
    matches: [allOf(says("msDS-ExternalDirectoryObjectId"), absent)],
    whenProven: [nothingSynchronised],
    facts: ({ externalIdInSchema, schemaVersion }) =>
      externalIdInSchema === undefined
        ? (schemaVersion ?? 0) >= schema2016
          ? false
          : undefined
        : !externalIdInSchema,
    words: () => ({
      title: l10n.t("The schema lacks msDS-ExternalDirectoryObjectId."),
      cause: l10n.t("The attribute comes with the schema of Windows Server 2016, or of Exchange."),
    }),
    fix: () =>
      askOwner(
        l10n.t("the owner of the forest"),
        l10n.t(
          "Ask for the schema of Windows Server 2016 or later: adprep.exe /forestprep. It changes the whole forest and cannot be taken back.",
        ),
      ),
    source: "prerequisites",
  },
  {
    // The version history: 1.1.1365.0 no longer ends there.
    id: "duplicateSchemaObjects",
    matches: [
      allOf(
        says("schema"),
        anyOf(
          says("duplicate object"),
          says("duplicate class"),
          says("duplicate attribute"),
          says("an item with the same key has already been added"),
        ),
      ),
    ],
    versions: { before: "1.1.1365.0" },
    words: () => ({
      title: l10n.t("The wizard ends at objects that stand in the schema twice."),
      cause: l10n.t("Wizards before 1.1.1365.0 cannot read a schema with duplicate objects."),
    }),
    fix: upgrade,
    source: "versions",
  },
  {
    id: "searchTimedOut",
    matches: [says("the operation was aborted because the client side timeout limit was exceeded")],
    words: () => ({
      title: l10n.t("The directory answers a search too late."),
      cause: l10n.t("The agent waits 30 seconds; a search over attributes without an index takes longer."),
    }),
    // Microsoft, "Manage agent registry options": the index is looked at first. The version history: 1.1.281.0 brings the option, which
    // is a text.
    fix: ({ agentVersion }) =>
      inRange(agentVersion, { before: "1.1.281.0" }) === true
        ? upgrade()
        : onServer(
            "Set-ItemProperty -LiteralPath 'HKLM:\\SOFTWARE\\Microsoft\\Azure AD Connect Agents\\Azure AD Connect Provisioning Agent' -Name LdapConnectionTimeoutInMilliseconds -Value '60000' -Type String; Restart-Service AADConnectProvisioningAgent",
            l10n.t(
              "First see whether the attribute that is searched for has an index: the longer time-out is for where it has one. Set it on every agent.",
            ),
          ),
    source: "registryOptions",
  },
  {
    id: "hostFirewall",
    matches: [
      allOf(notThere, anyOf(says("provision on demand"), says("provisioning on demand"), says("on-demand"))),
      nothingSynchronised,
    ],
    hints: [notThere],
    words: () => ({
      title: l10n.t("The agent looks healthy but cannot read the directory."),
      cause: l10n.t("A firewall on the agent's server, or before the domain controllers, stops LDAP."),
    }),
    fix: () =>
      askOwner(
        l10n.t("the network team"),
        l10n.t("Ask for TCP ports 389 and 3268 from the agent's server to its domain controllers."),
      ),
    source: "onDemand",
  },
  {
    id: "objectsSkipped",
    matches: [
      allOf(says("isCriticalSystemObject"), leftOut),
      says("replication victim"),
      allOf(says("skipped"), anyOf(says("not in scope"), says("out of scope"), says("scoping filter"))),
    ],
    words: () => ({
      title: l10n.t("The object is left out on purpose."),
      cause: l10n.t(
        "Critical system objects, replication victims and what is not in the scope are never synchronised.",
      ),
    }),
    fix: () => read("troubleshoot", l10n.t("Look at the scope of the configuration; nothing is broken.")),
    source: "troubleshoot",
  },
  {
    id: "writebackRights",
    matches: [passwordWritebackFails],
    words: () => ({
      title: l10n.t("The agent may not write passwords back."),
      cause: l10n.t(
        "Its account lacks rights, which take an hour to spread; or the user inherits none; or the minimum password age is not over.",
      ),
    }),
    // The version history: 1.1.359.0 brings the cmdlet.
    fix: ({ agentVersion }) =>
      inRange(agentVersion, { before: "1.1.359.0" }) === true
        ? upgrade()
        : onServer(
            "Set-AADCloudSyncPermissions -PermissionType PasswordWriteBack -EACredential (Get-Credential)",
          ),
    source: "passwordWriteback",
  },
  {
    id: "governmentWriteback",
    matches: [],
    whenProven: [passwordWritebackFails],
    facts: ({ cloud, agentVersion }) =>
      cloud === "usGov" && inRange(agentVersion, governmentWriteback) === true,
    versions: governmentWriteback,
    words: () => ({
      title: l10n.t("Password writeback is broken in this agent for US Government clouds."),
      cause: l10n.t("Agent 1.1.2102.0 has the error; 1.1.2108.0 repairs it."),
    }),
    fix: upgrade,
    source: "versions",
  },
];
