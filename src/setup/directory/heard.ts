/** What a directory told, with who asked and who answered; or why it told nothing. Pure. */
import * as l10n from "@vscode/l10n";
import type { Evidence } from "../finding.ts";
import type { DirectoryBind, DirectoryFailure } from "../operations/directory.ts";
import type { Fact } from "../values/fact.ts";

export interface DirectoryTold<T> {
  readonly said: T;
  readonly bind: DirectoryBind;
}

/** A fact of the directory; `failure` where the directory itself, or the way to it, failed. */
export type Answered<T> =
  { readonly value: DirectoryTold<T> } | { readonly unread: string; readonly failure?: DirectoryFailure };

/** Something of what was told; where nothing was, why. */
export const heardOf = <T, U>(answered: Answered<T>, of: (said: T) => Fact<U>): Fact<U> =>
  "unread" in answered ? { unread: answered.unread } : of(answered.value.said);

/** From where it was asked: two machines may see two controllers, and other things of each. */
export const sayView = ({
  view,
  computer,
  controller,
}: Pick<DirectoryBind, "view" | "computer" | "controller">): string =>
  view === "server"
    ? l10n.t("{0}, asked by the agent's server {1}", controller, computer)
    : l10n.t("{0}, asked by the machine of VS Code, {1}", controller, computer);

/** Which view a finding comes from. */
export const viewRow = (bind: DirectoryBind): Evidence => ({
  name: l10n.t("Answered by"),
  value: sayView(bind),
});
