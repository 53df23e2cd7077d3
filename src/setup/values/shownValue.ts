import * as l10n from "@vscode/l10n";
import type { Json } from "./json.ts";
import { sayValue } from "../told/values.ts";

/** A value of a change, as it is shown. */
export const shownValue = (value: Json): string =>
  sayValue(value) ??
  (value === null
    ? l10n.t("(none)")
    : value === true
      ? l10n.t("yes")
      : value === false
        ? l10n.t("no")
        : typeof value === "string"
          ? value
          : JSON.stringify(value));
