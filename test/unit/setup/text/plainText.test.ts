/** Of a text that others wrote, only the words arrive where texts are interpreted. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  lineLength,
  markdownBlock,
  markdownText,
  plainLines,
  plainText,
} from "../../../../src/setup/text/plainText.ts";

/** How VS Code finds links and icons in what it shows (base/common/linkedText.ts, iconLabels.ts). */
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/iu;
const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/u;
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const hostile: readonly string[] = [
  "[Show what is wrong](command:workbench.action.terminal.new?%5B%7B%7D%5D)",
  '[Undo](command:a "title")',
  "[x](https://evil.example/)",
  "[x](file:///etc/passwd)",
  "[[x](command:a)](command:b)",
  "[x]\u200b(command:a)",
  "[x]\u202e(command:a)",
  "[x]\n(command:a)",
  "[x]\u0000(command:a)",
  "$(flame) $(sync~spin)",
  "$\u2060(flame)",
  "\\$(flame)",
  "$$(flame)",
  "]((]((](command:a)",
  "gnp.exe\u202egnp.exe",
  "\u2066a\u2069\u061c\u200e\u200f",
  "a\u001b[31mred\u0007",
  "\ufeffbyte order\u00adsoft\u180e",
  "half \ud83d of a character \ude00",
  "\u{e0041}\u{e007f} tags, \ue000 private, \u3164 filler",
  "a\u2028b\u2029c\u0085d",
];

test("no hostile text leaves a link, a command, an icon or a character that is not seen", () => {
  for (const text of hostile) {
    const shown = plainText(text);
    assert.doesNotMatch(shown, link, text);
    assert.doesNotMatch(shown, icon, text);
    assert.doesNotMatch(shown, unseen, text);
    assert.doesNotMatch(plainLines(text).replaceAll("\n", ""), unseen, text);
  }
});

test("no text made of the pieces of links and icons leaves one", () => {
  const pieces = ["[", "]", "(", ")", "$", "command:a", "https://b", "x", "\u200b", "\n", "flame", "\\", " "];
  let seed = 7;
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 20_000; round += 1) {
    const text = Array.from({ length: 3 + next(10) }, () => pieces[next(pieces.length)] ?? "").join("");
    assert.doesNotMatch(plainText(text), link, JSON.stringify(text));
    assert.doesNotMatch(plainText(text), icon, JSON.stringify(text));
  }
});

test("an ordinary text stays as it is, in any writing", () => {
  for (const text of [
    "CONTOSO\\ada: 1 > 0 (see the log) [wizard]",
    'The work on SYNC01 was interrupted at "Install".',
    "Größe, имя, 名前, 🙂",
    "costs $5 (each)",
  ])
    assert.equal(plainText(text), text);
});

test("an invisible character leaves a mark, and a line end a space", () => {
  assert.equal(plainText("a\u202eb\r\nc"), "a\ufffdb  c");
});

test("a text is cut to its length, whole characters only, with a mark that it was", () => {
  assert.equal(plainText("x".repeat(lineLength)).length, lineLength);
  const cut = plainText("🙂".repeat(10_000), 50);
  assert.equal(Array.from(cut).length, 50);
  assert.ok(cut.endsWith("…"));
  assert.doesNotMatch(cut.slice(0, -1), unseen);
  assert.equal(plainText("a".repeat(50_000_000), 10), "aaaaaaaaa…");
});

test("of many lines the first are kept, and it says that there were more", () => {
  assert.equal(plainLines("a\r\nb\nc", 3), "a\nb\nc");
  assert.equal(plainLines("a\nb\nc\nd", 3), "a\nb\nc\n…");
});

test("words in a paragraph of Markdown are no mark-up, and a block shows its lines as they are", () => {
  assert.equal(
    markdownText("<img src=x> [a](command:b) `c` *d* # e | f ~g~ &amp; _h_"),
    "\\<img src=x\\> \\[a\\] (command:b) \\`c\\` \\*d\\* \\# e \\| f \\~g\\~ \\&amp; \\_h\\_",
  );
  assert.equal(
    markdownText("http://a.example mailto:b@c.example //d.example"),
    "http:/<!---->/a.example mailto:b<!---->@c.example /<!---->/d.example",
  );
  assert.equal(
    markdownText("www.a.example, WWW.b.example: $x^2$ and CONTOSO\\a$"),
    "www<!---->.a.example, WWW<!---->.b.example: \\$x^2\\$ and CONTOSO\\\\a\\$",
  );
  assert.equal(
    markdownBlock("# a\n\n```\u202e\r[b](command:c)"),
    "    # a\n\n    ```\ufffd\n    [b] (command:c)",
  );
});
