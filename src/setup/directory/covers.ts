/** Whether an entry of a list of permissions is about what a documented one asks for. Pure. */
import type { Ace } from "./ace.ts";
import type { AppliesTo, DocumentedEntry } from "./documentedEntry.ts";
import { classes } from "./schemaIds.ts";

/** `whole`: about all of it. `part`: about some of it, such as one property of all, or one class of several. `not`: about something else. */
export type Cover = "whole" | "part" | "not";

const less = (one: Cover, other: Cover): Cover =>
  one === "not" || other === "not" ? "not" : one === "part" || other === "part" ? "part" : "whole";

/** What the entry is about, beside what is asked: a null is everything. */
const ofType = (has: string | null, wanted: string | null): Cover =>
  has === null || has === wanted ? "whole" : wanted === null ? "part" : "not";

/** Where the entry counts, beside where it is asked for. */
const ofScope = (ace: Ace, wanted: AppliesTo): Cover => {
  const here = !ace.inheritOnly;
  switch (wanted.scope) {
    case "root":
      return here ? "whole" : "not";
    case "descendants": {
      if (!ace.container) return "not";
      const own = ofType(ace.inheritedObjectType, classes[wanted.of]);
      return ace.noPropagate ? less(own, "part") : own;
    }
    case "everywhere": {
      const below: Cover = !ace.container
        ? "not"
        : ace.noPropagate || ace.inheritedObjectType !== null
          ? "part"
          : "whole";
      if (below === "not") return here ? "part" : "not";
      return here ? below : "part";
    }
  }
};

/** Rights apart. */
export const covers = (ace: Ace, { objectType, appliesTo }: DocumentedEntry): Cover =>
  less(ofType(ace.objectType, objectType), ofScope(ace, appliesTo));
