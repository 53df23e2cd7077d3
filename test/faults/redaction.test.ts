/** Secrets, texts and what stands around them made up by thousands: none gets through, and harmless text stays. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { redactor } from "../../src/server/redaction/redact.ts";
import { encodings, plainSecrets } from "../unit/support/secretForms.ts";

const mask = "********";

const secrets = fc
  .oneof(
    fc.constantFrom(...plainSecrets),
    // As passwords are made: some of each kind, at least as many as a domain asks for.
    fc.string({ unit: "grapheme-ascii", minLength: 6, maxLength: 40 }),
    fc.string({ unit: "grapheme", minLength: 6, maxLength: 20 }),
    fc.stringMatching(/^[A-Za-z0-9_~.-]{40,400}$/u),
  )
  .filter((secret) => secret.replace(/[^\p{L}\p{N}]/gu, "").length >= 4 && !/\p{Surrogate}/u.test(secret));

test("no combination of forms lets a secret through", () => {
  const layers = fc.array(fc.constantFrom(...Object.keys(encodings)), { minLength: 1, maxLength: 3 });
  const around = fc.constantFrom("", " ", '"', "<a>", "\n", "user:", "x=", "{", "A", "be", "cde");
  fc.assert(
    fc.property(secrets, layers, around, around, (secret, names, before, after) => {
      const { keep, redact } = redactor();
      keep(secret);
      const text = names.reduce((inner, name) => encodings[name]?.(inner) ?? inner, before + secret + after);
      const clean = redact(`the text ${text} goes on`);
      // Undone from the outside, nothing of what is left says the secret.
      assert.ok(clean.includes(mask), `${names.join(", ")} of ${JSON.stringify(secret)}: ${clean}`);
      assert.ok(clean.startsWith("the text") && clean.endsWith("goes on"), clean);
    }),
    { numRuns: 1500, seed: 20_261_129 },
  );
});

const harmless = [
  "The agent said nothing since 2026-11-24T12:00:00.000Z; 3 of 4 probes have ended.",
  "C:\\Program Files\\Microsoft Azure AD Connect Provisioning Agent\\AADConnectProvisioningAgent.exe",
  '{"outcome":"ok","ms":12,"addresses":["10.1.2.3"]} of https://login.microsoftonline.com/common?x=1#y',
  "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJRTESMBAGA1UEChMJ",
  "5f2c8a1e-7b7d-4c55-9a0e-6d3f1c2b4a90 S-1-5-21-1004336348-1177238915-682003330-1105 0x80072EE7",
  "&lt;configuration&gt; 100% of %ProgramFiles% \\u00fcber `n Gr\u00fc\u00dfe \u043f\u0440\u0438\u0432\u0435\u0442 ''",
];

test("harmless text is left as it is, whatever the secrets are", () => {
  fc.assert(
    fc.property(
      fc.array(secrets, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...harmless),
      (known, text) => {
        const { keep, redact } = redactor();
        for (const secret of known) keep(secret);
        assert.equal(redact(text), text);
      },
    ),
    { numRuns: 500, seed: 20_261_129 },
  );
});

test("a secret is found in a long text that repeats itself, in each of its pieces, and beside it", () => {
  const { keep, redact } = redactor();
  const secret = "Kan4ry!(x)";
  keep(secret);
  const readable = (text: string) => [
    text,
    ...[0, 1, 2, 3].flatMap((first) => [
      Buffer.from(text.slice(first), "base64").toString("latin1"),
      Buffer.from(text.slice(first), "hex").toString("latin1"),
    ]),
  ];
  for (const piece of [
    secret,
    `${secret}; `,
    Buffer.from(`${secret}- `).toString("base64"),
    Buffer.from(secret).toString("hex"),
  ])
    for (const before of ["", "abc", "y".repeat(70_000)]) {
      const clean = redact(`${before}${piece.repeat(20_000)} `);
      for (const text of readable(clean)) assert.ok(!text.includes(secret), piece);
    }
  const beside = redact(`${"ffffffff".repeat(20_000)}${secret}${"ffffffff".repeat(20_000)}`);
  assert.ok(!beside.includes(secret) && beside.length > 300_000, "only the secret is gone");
});

test("nothing of a secret is kept but what recognises it, and it is recognised after its operation", () => {
  const script = path.join(import.meta.dirname, "../unit/support/secretInMemory.ts");
  const { stdout } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  assert.deepEqual(JSON.parse(stdout), [
    { known: { inMemory: false, masked: true }, afterwards: { inMemory: false, masked: true } },
    // By what is not compared nothing could recognise it: it is kept as it is, until its operation ends.
    { known: { inMemory: true, masked: true }, afterwards: { inMemory: false, masked: false } },
  ]);
});
