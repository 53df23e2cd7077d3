/** What a session knows to be secret, in every form that programs give it. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { redactor } from "../../../../src/server/redaction/redact.ts";
import { plainSecrets, secretForms } from "../../support/secretForms.ts";
import { anyText } from "../../../anyText.ts";

const mask = "********";

test("known secrets are masked, the longest first, and tokens even when nobody named them", () => {
  const { keep, redact } = redactor();
  keep("hunter22");
  keep("hunter22-and-more");
  keep('with"quote');
  assert.equal(redact("a hunter22-and-more b hunter22 c"), "a ******** b ******** c");
  assert.equal(redact(JSON.stringify({ p: 'with"quote' })), '{"p":"********"}');
  assert.equal(redact("hunter"), "hunter");
  assert.equal(redact("Authorization: Bearer eyJ0eXAi.eyJhdWQi.c2ln"), "Authorization: ********");
});

test("a secret is masked in every form that PowerShell, JSON, XML and addresses give it", () => {
  const { keep, redact } = redactor();
  const secret = `a&b'<"\\\u00e4\u20ac\ud83d\ude00 c`;
  keep(secret);
  const ascii = JSON.stringify(secret)
    .replace(/[&'<>]|[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .slice(1, -1);
  for (const form of [
    secret,
    JSON.stringify(secret).slice(1, -1),
    ascii,
    ascii.replace(/\\u([0-9a-f]{4})/gu, (_, digits: string) => `\\u${digits.toUpperCase()}`),
    `a&amp;b&apos;&lt;&quot;\\\u00e4\u20ac\ud83d\ude00 c`,
    encodeURIComponent(secret),
  ])
    assert.equal(redact(`x ${form} y`), "x ******** y", form);
});

test("any text can be a secret, half a character too", () => {
  fc.assert(
    fc.property(anyText({ minLength: 4 }), (secret) => {
      const { keep, redact } = redactor();
      keep(secret);
      assert.ok(!redact(`<${secret}>`).includes(secret) || "********".includes(secret));
    }),
  );
  const { keep, redact } = redactor();
  keep("half\ud83d of it");
  assert.equal(redact("half\ud83d of it"), "********");
});

test("plain data is masked in all of its texts and stays what it was otherwise", () => {
  const { keep, redactAll } = redactor();
  keep("hunter22");
  const data = { code: 7, on: null, list: ["a hunter22", { deep: "hunter22" }], yes: true };
  assert.deepEqual(redactAll(data), { ...data, list: ["a ********", { deep: "********" }] });
});

test("a secret is masked in every single form, alone, in the middle and at the end of a text", () => {
  for (const secret of plainSecrets)
    for (const [name, form] of Object.entries(secretForms)) {
      const { keep, redact } = redactor();
      keep(secret);
      for (const text of [form(secret), `before ${form(secret)} behind`, `x="${form(secret)}"`]) {
        const clean = redact(text);
        assert.ok(clean.includes(mask), `${name} of ${secret}: ${clean}`);
        assert.ok(!clean.includes(form(secret)), `${name} of ${secret}: ${clean}`);
      }
    }
});

test("a secret that is broken over lines, or over the items of a list, is masked in each", () => {
  const letters = Array.from("Correct-Horse7");
  const { keep, redactTexts, redactAll, redact } = redactor();
  keep("Correct-Horse7");
  assert.deepEqual(redactTexts(["bad: Correct", "     | -Horse7 was", "refused"]), [
    `bad: ${mask}`,
    `${mask} was`,
    "refused",
  ]);
  for (const broken of ["Correct\n-Horse7", "Correct-Ho\r\n    rse7", "Cor\r\n\trect-Hor\n+ se7"])
    assert.equal(redact(`a ${broken} b`), `a ${mask} b`, broken);
  assert.deepEqual(redactAll({ list: letters, others: ["Horse"] }), {
    list: letters.map(() => mask),
    others: ["Horse"],
  });
  const bytes = [...Buffer.from("Correct-Horse7")];
  assert.deepEqual(redactAll([7, bytes]), [7, bytes.map(() => mask)]);
});

test("keys and numbers are masked as texts are", () => {
  const { keep, redactAll, redactValues } = redactor();
  keep("20261129");
  keep("Correct-Horse7");
  assert.deepEqual(redactAll({ "a Correct-Horse7": { pin: 20_261_129, other: 120_261_129, on: true } }), {
    [`a ${mask}`]: { pin: mask, other: 120_261_129, on: true },
  });
  assert.deepEqual(redactValues({ "Correct-Horse7": "Correct-Horse7" }), { "Correct-Horse7": mask });
  keep("007123456");
  keep("12345678901234567890");
  assert.deepEqual(redactAll([7_123_456, Number("12345678901234567890"), -7_123_456]), [
    mask,
    mask,
    `-${mask}`,
  ]);
});

test("a text that holds a very short secret is withheld whole, until that is forgotten", () => {
  for (const secret of ["abc", "a'b", "   ", '"+"', "\u00fc1"]) {
    const { keep, redact, redactTexts } = redactor();
    const forget = keep(secret);
    assert.equal(redact(`x ${secret} y`), mask, secret);
    assert.equal(redact(`x ${encodeURIComponent(secret).replaceAll("'", "%27")} y`), mask, secret);
    assert.deepEqual(redactTexts(["none", `x${secret}y`, "none"]), ["none", mask, "none"], secret);
    forget();
    assert.equal(redact(`x ${secret} y`), `x ${secret} y`);
  }
});

test("user names and passwords in addresses are hidden, known or not, and keys among their parameters", () => {
  const { redact } = redactor();
  for (const [text, clean] of [
    ["http://ada:hunter2pw@proxy:8080", `http://${mask}@proxy:8080`],
    ["http://ada@proxy:8080/x", `http://${mask}@proxy:8080/x`],
    ["http://CONTOSO\\ada:pw@proxy:8080", `http://${mask}@proxy:8080`],
    ["via ada:pw@proxy:8080, then", `via ${mask}@proxy:8080, then`],
    ["http=ada:pw@a:80;https=ada:p=w@b:81", `http=${mask}@a:80;https=${mask}@b:81`],
    ["http://ada:p@w@proxy:8080", `http://${mask}@proxy:8080`],
    ["http://ada:p/w@proxy:8080", `http://${mask}@proxy:8080`],
    ['"http:\\/\\/ada:pw@proxy:8080"', `"http:\\/\\/${mask}@proxy:8080"`],
    ["?to=http%3A%2F%2Fada%3Apw%40proxy%2Fx", `?to=http%3A%2F%2F${mask}%40proxy%2Fx`],
    ["https://x.blob/a.exe?sv=2020&sig=abc%2Bdef#y", `https://x.blob/a.exe?sv=2020&sig=${mask}#y`],
    ["https://ada:pw@x/a.exe?token=abc&b=1", `https://${mask}@x/a.exe?token=${mask}&b=1`],
  ] as const) {
    assert.equal(redact(text), clean);
    assert.equal(redact(clean), clean);
  }
  for (const text of [
    "ada@contoso.com",
    "https://x:8080/ada@contoso.com?hint=ada@contoso.com",
    "at 12:30: ada@contoso.com",
    "[::1]:80",
  ])
    assert.equal(redact(text), text);
});

test("every secret of operations that go on is known, and of those that ended the last twelve, equal ones once", () => {
  const { keep, redact } = redactor();
  const named = (which: string) => `${which}-Global-Admin-Pw1`;
  const isKnown = (which: string) => redact(`AADSTS50126: ${named(which)} is wrong`).includes(mask);
  const numbers = Array.from({ length: 40 }, (_, at) => `domain${String(at)}`);
  const forgetFirst = keep(named("entra"));
  const forgets = numbers.map((number) => keep(named(number)));
  assert.ok(isKnown("entra") && numbers.every(isKnown));
  for (const forget of forgets) forget();
  assert.ok(isKnown("entra"));
  assert.deepEqual(numbers.filter(isKnown), numbers.slice(-12));
  // The same secret takes one place, and is known as long as one of its operations goes on.
  const again = Array.from({ length: 30 }, () => keep(named("entra")));
  forgetFirst();
  for (const forget of again.slice(1)) {
    forget();
    forget();
  }
  assert.deepEqual(numbers.filter(isKnown), numbers.slice(-12));
  for (const number of numbers) keep(named(`other-${number}`))();
  assert.ok(isKnown("entra") && !numbers.some(isKnown));
  again[0]?.();
  assert.ok(isKnown("entra"));
});

/** As certificates and keys look in base64: of no text. */
const blob = (length: number): string =>
  Array.from({ length: Math.ceil(length / 88) }, (_, at) =>
    createHash("sha512").update(String(at)).digest("base64").replaceAll("=", "A"),
  )
    .join("")
    .slice(0, length);

test("a trace with certificates in it stays readable apart from what is masked, and its numbers stay numbers", () => {
  const { keep, redactValues } = redactor();
  keep("Correct-Horse7");
  const line = (at: number) => `[12:13:14.567] [INFO ] Agent ${String(at)}: C:\\Program Files {"a":1}\r\n`;
  const lines = Array.from({ length: 1500 }, (_, at) => line(at)).join("");
  const text = lines + blob(49_152) + "\r\n" + Buffer.from("pw:Correct-Horse7").toString("base64");
  const clean = redactValues({ part: { value: { text, next: 131_072 } } });
  assert.equal(clean.part.value.next, 131_072);
  // Of the secret's own base64 the digits before it may stay.
  assert.ok(clean.part.value.text.startsWith(lines + blob(49_152)));
  assert.match(clean.part.value.text.slice(lines.length + 49_152), /^\r\n[\w+/]{0,4}\*{8}[\w+/=]{0,4}$/u);
  const all = Array.from({ length: 90 }, () => blob(1466)).join("\r\n");
  assert.deepEqual(redactValues({ all, next: 7 }), { all, next: 7 });
});

test("of what would take too long to read only the text is withheld that costs so much", () => {
  const { keep, redactAll } = redactor();
  keep("Correct-Horse7");
  let costly = "Correct horses, ";
  while (costly.length < 120_000) costly = Buffer.from(costly.repeat(2)).toString("base64");
  const bytes = [...Buffer.from("Correct-Horse7")];
  const data = {
    outcome: "ok",
    costly,
    next: 131_072,
    on: true,
    list: ["Warning", "a Correct-Horse7", "C:\\Program Files\\Agent"],
    bytes,
  };
  assert.deepEqual(redactAll(data), {
    ...data,
    costly: mask,
    list: ["Warning", `a ${mask}`, "C:\\Program Files\\Agent"],
    bytes: bytes.map(() => mask),
  });
});

test("a number that holds a very short secret among other digits stays a number", () => {
  const { keep, redactValues } = redactor();
  keep("13");
  assert.deepEqual(redactValues({ next: 131_072, pin: 13, text: "x13" }), {
    next: 131_072,
    pin: mask,
    text: mask,
  });
});

test("a secret is found where windows of a long text meet", () => {
  const { keep, redact } = redactor();
  keep("Correct-Horse7");
  const form = Buffer.from(encodeURIComponent("ab:Correct-Horse7")).toString("base64");
  for (const before of [61_430, 61_440, 65_500, 65_520, 65_530, 65_540, 122_870])
    assert.ok(
      redact(`${"- ".repeat(before / 2)}${form}${" -".repeat(40_000)}`).includes(mask),
      String(before),
    );
});
