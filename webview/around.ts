/** What every widget is given, and the server's name as the page writes it. */
import { html, nothing } from "lit-html";
import type { StepView } from "../src/messages/view.ts";
import type { Host } from "./host.ts";
import type { Words } from "./words.ts";

/** What every widget gets: the page's words, and the line to the host. */
export interface Around {
  readonly words: Words;
  readonly host: Host;
}

/** The server as the page names it: beside the title, and again beside what changes it. */
export const serverName = ({ server }: StepView, words: Words): unknown =>
  html`${words("server")}: <bdi class="server">${server.name}</bdi>${
      server.isThisMachine ? ` (${words("thisMachine")})` : nothing
    }`;
