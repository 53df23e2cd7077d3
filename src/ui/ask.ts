/** VS Code's own boxes. Passwords are typed nowhere else: a page's state reaches the disk, this box's does not. */
import * as l10n from "@vscode/l10n";
import type { Ask } from "../setup/ports.ts";
import { typed } from "./surfaces/boxes.ts";
import { confirm } from "./surfaces/notifications.ts";

const needed = {
  password: () => l10n.t("A password is needed."),
  token: () => l10n.t("A token is needed."),
} as const;

export const ask: Ask = {
  async credential({ title, user, prompt, secret = "password" }) {
    const name =
      user === ""
        ? await typed({
            title,
            prompt: l10n.t("{0} Enter its user name.", prompt),
            wrong: (value) => (value.trim() === "" ? l10n.t("A user name is needed.") : undefined),
          })
        : user;
    if (name === undefined) return undefined;
    const password = await typed({
      title,
      prompt:
        secret === "token"
          ? l10n.t("Access token of {0}. {1} It is used once and not kept.", name, prompt)
          : l10n.t("Password of {0}. {1} It is used once and not kept.", name, prompt),
      password: true,
      wrong: (value) => (value === "" ? needed[secret]() : undefined),
    });
    return password === undefined ? undefined : { user: name.trim(), password };
  },
  // What a page asks for is given there, beside what it is about.
  consent: async (question) => question.given !== "page" && (await confirm(question)),
};
