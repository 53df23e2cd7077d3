import * as l10n from "@vscode/l10n";
import { chosen } from "./surfaces/boxes.ts";

/** Asks whether names of tenants and users are hidden in a page of logs; undefined where the question was closed. */
export const askToHideNames = (): Promise<boolean | undefined> =>
  chosen(
    [
      { label: l10n.t("Hide tenants and users"), value: true },
      { label: l10n.t("Leave tenants and users readable"), value: false },
    ],
    { title: l10n.t("Known forms of tokens, passwords and addresses are hidden.") },
  );
