/** What the directory shows of the account's permissions: the one place at which a look into it is asked for. */
import * as l10n from "@vscode/l10n";
import { plannedTypes } from "../agent/permissionPlan.ts";
import type { Finding } from "../finding.ts";
import type { StepContext } from "../step.ts";
import { notInDirectory } from "./notInDirectory.ts";

/** A finding for each domain: which of the planned types the account has there. */
export const permissionsSeen = ({ plan }: Pick<StepContext, "plan">): readonly Finding[] =>
  plan.domains.map(({ name }) =>
    notInDirectory(
      {
        rule: "permissions",
        about: name,
        why: l10n.t("Without them the agent reads nothing, and the configuration goes into quarantine."),
        source: "permissions",
      },
      l10n.t("the account's permissions"),
      [{ name: l10n.t("Permission sets"), value: plannedTypes(plan).join(", ") }],
    ),
  );
