/** The list of permissions at a domain's root, where the agent's account gets its own. Pure. */
import type { Fact } from "../values/fact.ts";
import { bytesIn } from "./entries.ts";
import { entryOf, notReadable, type DirectoryQuestion } from "./question.ts";
import { baseIn, entrySearch } from "./searches.ts";
import { readDescriptor, type SecurityDescriptor } from "./securityDescriptor.ts";

export const rootPermissionsQuestion: DirectoryQuestion<Fact<SecurityDescriptor>> = {
  searches: [entrySearch(baseIn("domain"), { descriptor: true })],
  read: ([root]) => {
    const entry = entryOf(root);
    if ("unread" in entry) return entry;
    const [descriptor] = entry.value === null ? [] : bytesIn(entry.value, "nTSecurityDescriptor");
    return descriptor === undefined ? notReadable() : readDescriptor(descriptor);
  },
};
