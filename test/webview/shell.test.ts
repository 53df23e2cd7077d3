import assert from "node:assert/strict";
import { test } from "node:test";
import { contentSecurityPolicy, pageHtml, type Shell } from "../../src/messages/pageShell.ts";
import { wordKeys } from "../../src/messages/words.ts";
import { wordsOf } from "../../webview/words.ts";

const shell: Shell = {
  nonce: "abc+/=",
  cspSource: "https://*.vscode-cdn.net",
  scriptUri: "https://file.vscode-cdn.net/main.js",
  styleUri: "https://file.vscode-cdn.net/page.css",
  title: "Install",
  language: "en",
};

test("the policy allows nothing but the panel's own files and what carries the nonce", () => {
  const policy = contentSecurityPolicy(shell);
  assert.match(policy, /^default-src 'none'; script-src 'nonce-abc\+\/='; /u);
  assert.doesNotMatch(policy, /unsafe|https?:\/\/\*[ ;]|data:|connect-src/u);
});

test("every part of the document is escaped, so that a title cannot become markup", () => {
  const hostile = `"><script>alert('1')</script>&`;
  const html = pageHtml({
    ...shell,
    title: hostile,
    language: hostile,
    styleUri: hostile,
    scriptUri: hostile,
  });
  assert.equal(html.match(/<script/gu)?.length, 1);
  assert.equal(html.split("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;").length - 1, 4);
});

test("each key of the page's words has an English word", () => {
  const words = wordsOf({});
  for (const key of wordKeys) assert.ok(words(key).length > 0, key);
  assert.equal(wordsOf({ copy: "Copier" })("copy"), "Copier");
});
