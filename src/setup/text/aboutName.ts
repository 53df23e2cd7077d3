import { holdsHidden, withHiddenShown } from "./hidden.ts";

/** How long what a finding is about may be where it is named; the end of a longer one stands as its digest. */
const longestAbout = 200;
const headOfAbout = 150;

/** 53 bits of a text (cyrb53, public domain): tells long texts with the same beginning from each other. */
const digest = (text: string): string => {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
};

/**
 * What a finding is about as it is shown and named: the same text, unless it is too long or holds what cannot be seen.
 * It comes from outside, and must fit into the page's messages, the journal and the plan. Naming it twice changes nothing.
 */
export const aboutName = (about: string): string => {
  if (about.length <= longestAbout && about === about.trim() && !holdsHidden(about)) return about;
  const head = withHiddenShown(about.slice(0, headOfAbout)).slice(0, headOfAbout).trim();
  // Half a character at the cut is hidden itself.
  return `${withHiddenShown(head)}... #${digest(about)}`;
};
