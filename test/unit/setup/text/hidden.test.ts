/** Characters that nobody sees. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { holdsHidden, withHiddenShown } from "../../../../src/setup/text/hidden.ts";
import { anyText } from "../../../anyText.ts";

/** Direction marks, joiners, fillers, a tag, selectors, spaces, line ends, half a character, a private and an unassigned one. */
const unseen = [
  ...Array.from(
    "\u0000\t\n\r\u001B\u007F\u0085\u00A0\u00AD\u034F\u061C\u115F\u1160\u17B4\u180E\u2000\u2003\u200B\u200D",
  ),
  ...Array.from(
    "\u200E\u200F\u2028\u2029\u202A\u202E\u202F\u2060\u2066\u2069\u206A\u2800\u3000\u3164\uFE0F\uFEFF\uFFA0\uFFF9",
  ),
  ...Array.from("\u{E0041}\u{E0100}\uE000\u0378"),
  "\uD800",
  "\uDC00",
];

test("what cannot be seen is found wherever it stands, and is shown by its number", () => {
  for (const one of unseen) {
    const number = one.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0") ?? "";
    for (const text of [one, `${one}a`, `a${one}b`, `a${one}`]) {
      assert.ok(holdsHidden(text), number);
      assert.equal(withHiddenShown(text), text.replace(one, `<U+${number}>`));
    }
  }
});

test("names in any script, spaces, signs and pictures can be seen", () => {
  for (const text of [
    "",
    "CONTOSO\\ada",
    "Jürgen Müller",
    "例え.jp",
    "Иван",
    "مثال",
    "हिन्दी",
    "C:\\a b\\x~1.exe",
    "😀",
  ])
    assert.deepEqual([holdsHidden(text), withHiddenShown(text)], [false, text]);
});

test("whatever a text holds, all of it can be seen once it is shown", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const shown = withHiddenShown(text);
      assert.ok(!holdsHidden(shown));
      assert.equal(shown === text, !holdsHidden(text));
    }),
  );
});
