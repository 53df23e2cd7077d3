/** What a domain's forest must be for cloud sync. Pure. */
import * as l10n from "@vscode/l10n";
import type { ControllerList } from "../directory/controllers.ts";
import type { ForestFacts } from "../directory/forest.ts";
import { leastForestLevel, leastSchema, sayLevel, saySchema } from "../directory/levels.ts";
import {
  found,
  judge,
  notKnown,
  pass,
  type Evidence,
  type Finding,
  type Fix,
  type RuleText,
} from "../finding.ts";
import type { Fact } from "../values/fact.ts";
import { askOwner } from "./owner.ts";

export interface DomainFacts {
  readonly forest: ForestFacts;
  readonly controllers: Fact<ControllerList>;
}

/** A domain that answered, and which view that is. */
export interface DomainSeen {
  readonly name: string;
  readonly said: DomainFacts;
  readonly view: Evidence;
}

const forestOwner = (whatToAsk: string): Fix => askOwner(l10n.t("the owner of the forest"), whatToAsk);
const askForSchema = (windows: string): Fix =>
  forestOwner(
    l10n.t(
      "Ask for the schema of {0} or later: adprep.exe /forestprep. It changes the whole forest and cannot be taken back.",
      windows,
    ),
  );

/** Microsoft, "Prerequisites for Microsoft Entra Cloud Sync": the forest's functional level is Windows Server 2003 or higher. */
const level = ({ name, said, view }: DomainSeen): readonly Finding[] => {
  const text: RuleText = {
    rule: "forestLevel",
    about: name,
    why: l10n.t("Cloud sync works from the functional level Windows Server 2003 of the forest on."),
    source: "prerequisites",
  };
  const what = l10n.t("Functional level of the forest");
  return judge(text, what, said.forest.rootDse, ({ forestLevel }) => {
    if (forestLevel === undefined)
      return [notKnown(text, what, l10n.t("The domain controller does not say it."))];
    const evidence = [{ name: what, value: sayLevel(forestLevel) }, view];
    return forestLevel >= leastForestLevel
      ? pass(text, l10n.t("The forest of {0} has the functional level it needs.", name), evidence)
      : found(
          text,
          "fail",
          l10n.t("The functional level of the forest of {0} is too low.", name),
          evidence,
          forestOwner(l10n.t("Ask for a higher functional level of the forest. It cannot be taken back.")),
        );
  });
};

/** Microsoft, "Group managed service accounts": the forest's schema is of Windows Server 2012 or later. */
const schema = ({ name, said, view }: DomainSeen): readonly Finding[] => {
  const text: RuleText = {
    rule: "schemaVersion",
    about: name,
    why: l10n.t("Group managed service accounts came with the schema of Windows Server 2012."),
    source: "serviceAccount",
  };
  return judge(text, l10n.t("Version of the schema"), said.forest.schemaVersion, (version) => {
    const evidence = [{ name: "objectVersion", value: saySchema(version) }, view];
    return version >= leastSchema
      ? pass(text, l10n.t("The schema knows group managed service accounts."), evidence)
      : found(
          text,
          "fail",
          l10n.t("The schema knows no group managed service accounts."),
          evidence,
          askForSchema("Windows Server 2012"),
        );
  });
};

/** Microsoft, "Prerequisites": the schema has `msDS-ExternalDirectoryObjectId`, as that of Windows Server 2016 and later does. */
const externalId = ({ name, said, view }: DomainSeen): readonly Finding[] => {
  const attribute = "msDS-ExternalDirectoryObjectId";
  const text: RuleText = {
    rule: "externalIdInSchema",
    about: name,
    why: l10n.t("Cloud sync reads {0} of what it synchronises.", attribute),
    source: "prerequisites",
  };
  return judge(text, attribute, said.forest.externalIdInSchema, (isThere) =>
    isThere
      ? pass(text, l10n.t("The schema has {0}.", attribute), [view])
      : found(
          text,
          "fail",
          l10n.t("The schema lacks {0}.", attribute),
          [view],
          askForSchema("Windows Server 2016"),
        ),
  );
};

export const forestFindings = (seen: DomainSeen): readonly Finding[] =>
  [level, schema, externalId].flatMap((rule) => rule(seen));
