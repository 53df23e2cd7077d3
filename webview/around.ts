/** What every widget is given. */
import type { Host } from "./host.ts";
import type { Words } from "./words.ts";

/** What every widget gets: the page's words, and the line to the host. */
export interface Around {
  readonly words: Words;
  readonly host: Host;
}
