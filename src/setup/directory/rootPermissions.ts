/** The list of permissions of an entry: of a domain's root, where the agent's account gets its own, or of that account itself. Pure. */
import type { DirectoryBase } from "../operations/directory.ts";
import type { Fact } from "../values/fact.ts";
import { bytesIn } from "./entries.ts";
import { entryOf, notReadable, type DirectoryQuestion } from "./question.ts";
import { baseAt, baseIn, entrySearch } from "./searches.ts";
import { readDescriptor, type SecurityDescriptor } from "./securityDescriptor.ts";

const descriptorAt = (base: DirectoryBase): DirectoryQuestion<Fact<SecurityDescriptor>> => ({
  searches: [entrySearch(base, { descriptor: true })],
  read: ([one]) => {
    const entry = entryOf(one);
    if ("unread" in entry) return entry;
    const [descriptor] = entry.value === null ? [] : bytesIn(entry.value, "nTSecurityDescriptor");
    return descriptor === undefined ? notReadable() : readDescriptor(descriptor);
  },
});

export const rootPermissionsQuestion = descriptorAt(baseIn("domain"));
/** `dn` as the directory gave it. */
export const ownPermissionsQuestion = (dn: string) => descriptorAt(baseAt(dn));
