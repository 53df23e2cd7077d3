/** A security descriptor as `ldbsearch --show-binary` prints it, by the names that the product has for its parts. */
import type { Ace } from "../../../src/setup/directory/ace.ts";
import type { SecurityDescriptor } from "../../../src/setup/directory/securityDescriptor.ts";

/** `access_mask              : 0x000f01ff (983551)`: the first such line. */
const field = (text: string, name: string): string | undefined =>
  new RegExp(`^\\s*${name}\\s*: (?!union|struct)(\\S+)`, "mu").exec(text)?.[1];
const hex = (text: string, name: string): number => Number(field(text, name) ?? NaN);
const sid = (text: string, name: string): string | null =>
  new RegExp(`^\\s*${name}\\s*: (S-1-\\S+)$`, "mu").exec(text)?.[1] ?? null;
const guid = (text: string, name: string): string | null =>
  new RegExp(`^\\s*${name}\\s*: ([\\da-f-]{36})$`, "mu").exec(text)?.[1] ?? null;
const flag = (text: string, name: string): boolean => new RegExp(`^\\s*1: ${name}\\s*$`, "mu").test(text);

const kindOf = (type: string | undefined): Ace["kind"] =>
  type?.includes("_ALLOWED") === true ? "allow" : type?.includes("_DENIED") === true ? "deny" : "other";

const aceOf = (text: string): Ace => {
  const type = field(text, "type");
  return {
    kind: kindOf(type),
    mask: hex(text, "access_mask"),
    sid: sid(text, "trustee"),
    objectType: guid(text, "type"),
    inheritedObjectType: guid(text, "inherited_type"),
    conditional: type?.includes("CALLBACK") === true,
    object: flag(text, "SEC_ACE_FLAG_OBJECT_INHERIT"),
    container: flag(text, "SEC_ACE_FLAG_CONTAINER_INHERIT"),
    noPropagate: flag(text, "SEC_ACE_FLAG_NO_PROPAGATE_INHERIT"),
    inheritOnly: flag(text, "SEC_ACE_FLAG_INHERIT_ONLY"),
    inherited: flag(text, "SEC_ACE_FLAG_INHERITED_ACE"),
  };
};

export const descriptorShown = (printed: string): SecurityDescriptor => {
  const [head = "", list] = printed.split(/^\s*dacl\s+: (?:\*|NULL)$/mu);
  const [, ...aces] = (list ?? "").split("aces: struct security_ace\n");
  return {
    owner: sid(head, "owner_sid"),
    group: sid(head, "group_sid"),
    isProtected: flag(head, "SEC_DESC_DACL_PROTECTED"),
    dacl: flag(head, "SEC_DESC_DACL_PRESENT") ? aces.map(aceOf) : null,
  };
};
