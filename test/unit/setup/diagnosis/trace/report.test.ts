/** A trace file on a page: its bytes as text, its causes in Markdown. */
import fc from "fast-check";
import assert from "node:assert/strict";
import { test } from "node:test";
import { diagnoseTrace } from "../../../../../src/setup/diagnosis/trace/diagnoseTrace.ts";
import { textPieces } from "../../../../../src/setup/diagnosis/trace/decoder.ts";
import { traceReport } from "../../../../../src/setup/diagnosis/trace/report.ts";

const decoded = (bytes: Buffer, ends: readonly number[] = []) => {
  const { take, end } = textPieces();
  const places = ends.map((one) => one % (bytes.length + 1)).sort((one, other) => one - other);
  return (
    [0, ...places].map((from, at) => take(bytes.subarray(from, places[at] ?? bytes.length))).join("") + end()
  );
};

test("UTF-8 and UTF-16, with a mark and without, are read wherever they are cut", () => {
  const plain =
    "[15:16:14.583] [ 16] [ERROR] J\u00fcrgen \u4e2d \u{1f600} said so, and that is long enough to see";
  for (const text of [plain, "short", "", "\u00fc"]) {
    const forms = [Buffer.from(text), Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, "utf16le")];
    forms.push(Buffer.from(`\uFEFF${text}`, "utf16le").swap16());
    if (text.length > 10) forms.push(Buffer.from(text, "utf16le"), Buffer.from(text, "utf16le").swap16());
    for (const form of forms)
      fc.assert(
        fc.property(fc.array(fc.nat()), (ends) => {
          assert.equal(decoded(form, ends), text);
        }),
        { numRuns: 30 },
      );
  }
});

test("any bytes give a text", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.equal(typeof decoded(Buffer.from(bytes), [7, 70]), "string");
    }),
  );
});

const trace = [
  "[15:16:14.580] [  9] [INFO ] Bootstrap",
  "[15:16:14.583] [ 16] [ERROR] Could not create SSL/TLS secure channel to 10.20.30.40",
  "   at Odd.Thing()",
  "[15:16:14.590] [ 16] [ERROR] Could not create SSL/TLS secure channel",
  "[15:16:15.000] [ 16] [ERROR] Unable to create gMSA because KDS may not be running on domain controller.",
  "[15:16:16.000] [ 16] [ERROR] # odd `thing` <b>of</b> ada@contoso.com with password=hunter2",
  "[15:16:17.000] [ 16] [ERROR] Unable to initialize metrics collector",
].join("\r\n");
const report = (text: string, hideNames = false) =>
  traceReport("trace-agent.log", diagnoseTrace(text), hideNames);

test("a page names each cause with how sure it is, how often and when, what to do, and the document", () => {
  const page = report(trace);
  for (const part of [
    "# Diagnosis of `trace-agent.log`",
    "6 entries were read.",
    "### The server and the cloud service agree on no version of TLS.",
    "Certain; 2 times, from 15:16:14.583 to 15:16:14.590",
    "**Document:** <https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-prerequisites>",
    "    Could not create SSL/TLS secure channel to [address]\n       at Odd.Thing()",
    "Possible; once, at 15:16:15.000",
    "**What to do:** run on a domain controller:\n\n    if (-not (Get-KdsRootKey)) { Add-KdsRootKey -EffectiveImmediately }",
    "## Errors without a known cause\n\nonce, at 15:16:16.000\n\n    # odd `thing` <b>of</b> ada@contoso.com with password=[hidden]",
    "## What looks like an error and is none\n\n### The agent may not write performance counters.",
  ])
    assert.ok(page.includes(part), `${part}\n---\n${page}`);
  assert.ok(page.indexOf("## Causes") < page.indexOf("## Errors without"));
});

test("tenants and users are hidden by choice, and the page says which it is", () => {
  assert.match(report(trace), /tenants and users are not/u);
  const hidden = report(trace, true);
  assert.match(hidden, /tenants and users are hidden/u);
  assert.ok(!hidden.includes("ada@contoso.com"));
});

test("a trace without errors says so; one entry is one", () => {
  const calm = report("[15:16:14.580] [  9] [INFO ] Bootstrap");
  assert.match(calm, /One entry was read\.\n\nIt tells of no error\./u);
  assert.doesNotMatch(calm, /##/u);
  assert.match(report("[15:16:14.580] [  9] [ERROR] odd"), /## Errors without/u);
  assert.doesNotMatch(report("[15:16:14.580] [  9] [ERROR] odd"), /no error/u);
});

test("what was said before the first entry has no time", () => {
  assert.match(report("Could not create SSL/TLS secure channel"), /Certain; once\n/u);
});

test("a name of a file cannot break out of its place", () => {
  const page = traceReport("a`b\n# c.log", diagnoseTrace(""), false);
  assert.ok(page.startsWith("# Diagnosis of `a'b'# c.log`\n"));
});

test("what is recognised by its end is hidden where an entry is cut as well", () => {
  const parts: readonly (readonly [before: string, secret: string, after: string])[] = [
    ["http://ada:", "hunter2secret", "@proxy:8080/"],
    ["CN=Ada Lovelace,OU=Staff", "", ",DC=contoso,DC=com"],
    ['{"value":"', "hunter2secret", '","name":"password"}'],
    ["'", "hunter2secret", "' | ConvertTo-SecureString"],
  ];
  for (const [before, secret, after] of parts)
    for (const level of ["Could not create SSL/TLS secure channel", "odd"])
      for (const back of [0, 3, secret.length]) {
        const start = `${level} ${"x ".repeat(600)}`.slice(0, 1000 - before.length - back - 1);
        const text = `${start} ${before}${secret}${after} ${"y ".repeat(9000)}`;
        const page = report(`[15:16:14.583] [ 16] [ERROR] ${text}`, true);
        assert.doesNotMatch(page, /hunt|Lovelace/u, text.slice(900, 1100));
        assert.ok(page.includes(" x x"));
        // Not more of it than is said to be shown.
        assert.ok(page.length < 2500, String(page.length));
      }
});
