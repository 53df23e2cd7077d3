import fc from "fast-check";
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  diagnoseTrace,
  entryDiagnosis,
  examined,
  traceDiagnosis,
} from "../../../../../src/setup/diagnosis/trace/diagnoseTrace.ts";
import { traceReader, type TraceEntry } from "../../../../../src/setup/diagnosis/trace/reader.ts";
import { anyText } from "../../../../anyText.ts";

const parsed = (text: string, pieces: readonly string[] = [text], longest?: number) => {
  const entries: TraceEntry[] = [];
  const { take, end } = traceReader((entry) => entries.push(entry), longest);
  for (const piece of pieces) take(piece);
  end();
  return entries;
};
const ids = (text: string) =>
  diagnoseTrace(text).found.map(({ diagnosis: { id, confidence } }) => `${id} ${confidence}`);

/** As Microsoft's page on "no such object on the server" prints it. */
const excerpt = `[15:16:14.580] [  9] [INFO ] IsServiceAccountGMSA:: Checking if service account is gmsa
[15:16:14.583] [ 16] [ERROR] Exception creating gmsa. Exception: System.DirectoryServices.DirectoryServicesCOMException (0x80072030): There is no such object on the server.

   at System.DirectoryServices.DirectoryEntry.Bind(Boolean throwIfFail)
   at Microsoft.Online.Deployment.Framework.Providers.GroupManagedServiceAccountProvider.CreateGroupManagedAccount(String serviceAccountName)
[15:16:14.585] [ 16] [ERROR] Exception caught while creating gmsa. Exception: System.DirectoryServices.DirectoryServicesCOMException (0x80072030): There is no such object on the server.
`;

test("an entry has time, thread, level and all of its lines", () => {
  const entries = parsed(excerpt);
  assert.equal(entries.length, 3);
  assert.deepEqual(entries[0], {
    time: "15:16:14.580",
    thread: 9,
    level: "INFO",
    text: "IsServiceAccountGMSA:: Checking if service account is gmsa",
  });
  assert.equal(entries[1]?.level, "ERROR");
  assert.match(
    entries[1].text,
    /^Exception creating gmsa[^]*CreateGroupManagedAccount\(String serviceAccountName\)$/u,
  );
});

test("broken lines belong to the entry before; lines before the first entry are kept", () => {
  const entries = parsed(
    "\uFEFFhalf a line\r\n[01:02:03.004] [ 1] [WARN ] one\r\n[01:02:03.0\r\n[xx] [ 2] [INFO]\r\n[01:02:03.005] [12] [info] two",
  );
  assert.deepEqual(
    entries.map(({ time, level, text }) => [time, level, text]),
    [
      [undefined, "", "half a line"],
      ["01:02:03.004", "WARN", "one\r\n[01:02:03.0\r\n[xx] [ 2] [INFO]"],
      ["01:02:03.005", "INFO", "two"],
    ],
  );
  assert.deepEqual(parsed(""), []);
  assert.deepEqual(parsed("\n\n"), []);
  assert.deepEqual(parsed("[01:02:03.004] [ 1] [INFO ]"), [
    { time: "01:02:03.004", thread: 1, level: "INFO", text: "" },
  ]);
});

test("a cause that stands in a trace several times is named once, with how often and when", () => {
  const { found, harmless, unknown, entries } = diagnoseTrace(excerpt, { accountsContainer: true });
  assert.deepEqual(
    found.map(({ diagnosis, said, ...sighting }) => ({
      id: diagnosis.id,
      said: said.slice(0, 10),
      ...sighting,
    })),
    [
      {
        id: "accountsContainerMisnamed",
        said: "Exception ",
        count: 2,
        first: "15:16:14.583",
        last: "15:16:14.585",
      },
    ],
  );
  assert.deepEqual([harmless, unknown, entries], [[], [], 3]);
});

test("the metrics collector's error is said to be harmless and is no cause", () => {
  const { found, harmless } = diagnoseTrace(
    "[01:00:00.000] [ 1] [ERROR] Unable to initialize metrics collector, exception: 'System.UnauthorizedAccessException: Access to the registry key 'Global' is denied.\n   at Microsoft.Win32.RegistryKey.Win32Error(Int32 errorCode, String str)'\n",
  );
  assert.deepEqual(found, []);
  assert.equal(harmless[0]?.diagnosis.id, "metricsCollector");
  assert.ok(harmless[0].diagnosis.harmless);
});

test("KDS after a failed change of the log-on is taken for what follows from it; before it, for itself", () => {
  const logOn = "[01:00:01.000] [ 1] [ERROR] Failed changing Windows service credentials to gMSA.\n";
  const kds =
    "[01:00:02.000] [ 1] [ERROR] Unable to create gMSA because KDS may not be running on domain controller.\n";
  assert.deepEqual(ids(logOn + kds), [
    "accountMayNotLogOn likely",
    "serviceNotManaged likely",
    "kdsAfterFailedLogOn certain",
  ]);
  assert.deepEqual(ids(kds + logOn), [
    "kdsRootKey likely",
    "encryptionTypes likely",
    "accountMayNotLogOn likely",
    "serviceNotManaged likely",
  ]);
});

test("a cause first likely and then certain counts as certain", () => {
  const [found] = diagnoseTrace(
    [
      "[01:00:00.000] [ 1] [ERROR] AADSTS50055: The password is expired.",
      "[01:00:01.000] [ 1] [ERROR] AzureActiveDirectoryExpiredCredentials",
    ].join("\n"),
  ).found;
  assert.deepEqual(
    [found?.diagnosis.id, found?.diagnosis.confidence, found?.count, found?.said],
    ["syncAccountExpired", "certain", 2, "AzureActiveDirectoryExpiredCredentials"],
  );
});

test("an entry that only informs is a cause where it says so, and never an unknown error", () => {
  const trace =
    "[01:00:00.000] [ 1] [INFO ] Could not create SSL/TLS secure channel\n[01:00:01.000] [ 1] [INFO ] An error nobody knows\n[01:00:02.000] [ 1] [INFO ] Quarantine is over\n";
  assert.deepEqual(ids(trace), ["tlsTooOld certain"]);
  assert.deepEqual(diagnoseTrace(trace).unknown, []);
});

test("errors nobody has described are listed by their first line, at most a hundred", () => {
  const lines = Array.from(
    { length: 150 },
    (_, at) => `[01:00:00.${String(at).padStart(3, "0")}] [ 1] [ERROR] odd ${at}\r\n   at Odd.Thing()\r\n`,
  );
  const { unknown } = diagnoseTrace([...lines, lines[0] ?? ""].join(""));
  assert.equal(unknown.length, 100);
  assert.deepEqual(unknown[0], { raw: "odd 0", count: 2, first: "01:00:00.000", last: "01:00:00.000" });
});

test("a long entry is examined at its beginning, and shown up to a thousand letters", () => {
  const entry = (text: string) => `[01:00:00.000] [ 1] [ERROR] ${text}`;
  const late = `${"x".repeat(examined)} Could not create SSL/TLS secure channel`;
  const whole = entryDiagnosis();
  whole.take({ time: "01:00:00.000", thread: 1, level: "ERROR", text: late });
  assert.deepEqual(whole.result().found, []);
  const [found] = diagnoseTrace(entry(`Could not create SSL/TLS secure channel ${"x".repeat(5000)}`)).found;
  assert.equal(found?.said.length, 1000);
});

test("lines before the first entry are a cause where they say one, and never an unknown error", () => {
  const { found, unknown } = diagnoseTrace(
    "An error nobody knows\nCould not create SSL/TLS secure channel\n",
  );
  assert.deepEqual([found.length, unknown], [1, []]);
});

test("a certain cause stays as it was told first", () => {
  const [found] = diagnoseTrace(
    ["one", "two"].map((which) => `[01:00:00.000] [ 1] [ERROR] AADSTS50126 ${which}`).join("\n"),
  ).found;
  assert.deepEqual([found?.said, found?.count], ["AADSTS50126 one", 2]);
});

test("any text is a trace: nothing throws and no line is lost", () => {
  const line = fc.oneof(
    anyText(),
    fc.constantFrom("[01:02:03.004] [ 1] [INFO ] x", "[01:02:03.004] [ 16] [ERROR]", "[[[[", "", "   at X()"),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join("\n");
      const entries = parsed(text);
      diagnoseTrace(text);
      for (const said of lines.map((one) => one.trim()).filter((one) => one !== "" && !one.startsWith("[0")))
        assert.ok(entries.some((entry) => entry.text.includes(said.split("\n")[0] ?? "")));
    }),
  );
});

const cut = (text: string, ends: readonly number[]): string[] => {
  const places = [...new Set(ends.map((end) => end % (text.length + 1)))].sort((one, other) => one - other);
  return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
};

test("cut anywhere, a trace says what it says as a whole", () => {
  const crlf = excerpt.replaceAll("\n", "\r\n");
  const long = `[15:16:14.583] [ 16] [INFO ] ${"x".repeat(300)}\n${" ".repeat(130)}[15:16:14.583] [ 16] [ERROR] no header`;
  for (const text of [excerpt, crlf, long]) {
    for (let end = 0; end <= text.length; end++)
      assert.deepEqual(parsed(text, cut(text, [end])), parsed(text), String(end));
    assert.deepEqual(parsed(text, Array.from(text)), parsed(text));
  }
  const line = fc.constantFrom(
    ...excerpt.split("\n"),
    "[01:02:03.004] [ 1] [WARN ] x",
    "\r",
    "",
    "x".repeat(200),
  );
  fc.assert(
    fc.property(fc.array(line), fc.array(fc.nat()), (lines, ends) => {
      const text = lines.join("\n");
      assert.deepEqual(parsed(text, cut(text, ends)), parsed(text));
      const { take, end } = traceDiagnosis();
      cut(text, ends).forEach(take);
      assert.deepEqual(end(), diagnoseTrace(text));
    }),
  );
});

test("of an entry without an end only the beginning is kept", () => {
  const entries = parsed(
    "",
    ["[01:02:03.004] [ 1] [INFO ] abc", "defgh\nijk", "\n[01:02:03.005] [ 1] [INFO ] z"],
    6,
  );
  assert.deepEqual(
    entries.map(({ text }) => text),
    ["abcde", "z"],
  );
});
