/** Speaks a session's protocol as a PowerShell does that means harm or is broken. Its kind is the first argument. */
import { closeSync } from "node:fs";
import process from "node:process";

const [kind = ""] = process.argv.slice(2);
const out = (text: string) => {
  process.stdout.write(text);
};
const filled = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);
const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

let mark = "";
const marked = (text: string) => {
  out(`\n${mark}${text}\n`);
};
const say = (event: object) => {
  marked(JSON.stringify(event));
};
const sayReady = (computer = "C") => {
  say({ event: "ready", protocol: 1, powershell: "7", user: "u", elevated: true, computer, machine: null });
};
const result = (id: number, value: object = {}) => {
  say({ id, event: "result", value });
};
const change = (id: number, more: object) => {
  say({
    id,
    event: "change",
    what: "registryValue",
    params: { value: "t" },
    before: null,
    after: 1,
    undo: null,
    ...more,
  });
};

/** What each does with a request; those that are not here misbehave before the first one. */
interface Asked {
  readonly id: number;
  readonly secrets?: Readonly<Record<string, readonly { readonly password: string }[]>>;
}
const answers: Readonly<Record<string, (asked: Asked) => unknown>> = {
  "answers as it should": ({ id }) => {
    result(id);
  },
  "how it was started": ({ id }) => {
    // Where what the tests reach is counted, Node itself gives this to whatever it starts.
    const environment = { ...process.env };
    delete environment.NODE_V8_COVERAGE;
    result(id, { folder: process.cwd(), environment });
  },
  "an access that is refused": ({ id }) => {
    say({ id, event: "error", code: "AccessDenied", message: "Access is denied." });
  },
  "no answer": () => undefined,
  "endless progress": ({ id }) =>
    setInterval(() => {
      say({ id, event: "progress", code: "begins", params: { operation: "..." } });
    }, 5),
  "waiting and not, in turn": ({ id }) => {
    let waiting = false;
    setInterval(() => {
      waiting = !waiting;
      say({ id, event: "progress", code: "begins", params: { operation: "..." }, waiting });
    }, 5);
  },
  "waiting a second time": ({ id }) => {
    for (const waiting of [true, false, true])
      say({
        id,
        event: "progress",
        code: "begins",
        params: { operation: waiting ? "waits" : "begins" },
        waiting,
      });
  },
  "endless texts to hide": ({ id }) =>
    setInterval(() => {
      say({ id, event: "hide", text: "YQA=" });
    }, 5),
  "a text to hide for another request": ({ id }) => {
    say({ id: id + 1, event: "hide", text: "YQA=" });
  },
  "a text to hide that is none": ({ id }) => {
    say({ id, event: "hide", text: 5 });
  },
  "an end in the middle": () => process.exit(3),
  "an end by a signal": () => process.kill(process.pid, "SIGKILL"),
  "an end right after half an answer": ({ id }) => {
    out(`${mark}{"id":${id},"event":"res`);
    process.exit(0);
  },
  "output closed, and alive": () => process.stdout.end(),
  "input closed, and alive": ({ id }) => {
    process.stdin.destroy();
    // Node leaves the descriptor open.
    closeSync(0);
    result(id);
  },
  "a foreign id": () => {
    result(99);
  },
  "an id that is no number": () => {
    marked('{"id":"1","event":"result","value":{}}');
  },
  "an answer before its question": ({ id }) => {
    result(id + 1);
    result(id);
  },
  "an answer twice": ({ id }) => {
    out(
      `\n${mark}{"id":${id},"event":"result","value":{}}\n${mark}{"id":${id},"event":"result","value":{}}\n`,
    );
  },
  "ready once more": () => {
    sayReady();
  },
  "garbage behind the mark": () => {
    marked("\u0000garbage");
  },
  "nothing behind the mark": () => {
    marked("");
  },
  "an event of no kind": ({ id }) => {
    say({ id, event: "nonsense" });
  },
  "an event that is a list": () => {
    marked("[]");
  },
  "a result nested a million deep": ({ id }) => {
    marked(`{"id":${id},"event":"result","value":${nested(1e6)}}`);
  },
  "a change nested 200 000 deep": ({ id }) => {
    marked(
      `{"id":${id},"event":"change","what":"registryValue","params":{"value":"t"},"before":${nested(2e5)},"after":1}`,
    );
    result(id);
  },
  "an undo nested 200 000 deep": ({ id }) => {
    marked(
      `{"id":${id},"event":"change","what":"registryValue","params":{"value":"t"},"before":1,"after":1,"undo":{"op":"Set-CloudSyncTlsValue","args":{"a":${nested(2e5)}}}}`,
    );
  },
  "an undo that is no operation": ({ id }) => {
    change(id, { undo: { op: "Remove-Everything", args: {} } });
  },
  "a change that is only declared": ({ id }) => {
    change(id, { what: "agentProgram", params: {} });
  },
  "a printed line of 50 MB": ({ id }) => {
    out(filled("x", 5e7));
    result(id);
  },
  "a marked line of 40 MB": ({ id }) => {
    marked(`{"id":${id},"event":"result","value":"${filled("x", 4e7)}"}`);
  },
  "a line without an end": () =>
    setInterval(() => {
      out(filled("x", 65_536));
    }, 1),
  "forty long lines and the end": () => {
    for (let line = 0; line < 40; line++) out(`${filled("line ", 1e6)}\n`);
    process.stdout.write("", () => process.exit(1));
  },
  "20 MB on the error stream": ({ id }) => {
    process.stderr.write(filled("an error on a line\n", 2e7), () => {
      result(id);
    });
  },
  "100 000 messages of progress": ({ id }) => {
    const one = `${mark}${JSON.stringify({ id, event: "progress", code: "begins", params: { operation: "x" }, percent: 7 })}\n`;
    for (let turn = 0; turn < 100; turn++) out(one.repeat(1000));
    result(id);
  },
  "10 000 changes": ({ id }) => {
    const one = `${mark}${JSON.stringify({ id, event: "change", what: "registryValue", params: { value: "t" }, before: 1, after: 2 })}\n`;
    for (let turn = 0; turn < 10; turn++) out(one.repeat(1000));
    result(id);
  },
  "a message of progress of 5 MB": ({ id }) => {
    say({ id, event: "progress", code: "begins", params: { operation: filled("m", 5e6) } });
  },
  "a change of 5 MB": ({ id }) => {
    change(id, { after: filled("m", 5e6) });
  },
  "an error of 5 MB": ({ id }) => {
    say({
      id,
      event: "error",
      code: filled("c", 5e6),
      message: filled("m ", 5e6),
      position: filled("p", 5e6),
    });
  },
  "an error called as what every object has": ({ id }) => {
    say({ id, event: "error", code: ["constructor", "__proto__", "toString"][id % 3], message: "m" });
  },
  "an error without a text": ({ id }) => {
    say({ id, event: "error", code: "", message: "" });
  },
  "a number beyond all": ({ id }) => {
    marked(`{"id":${id},"event":"progress","code":"begins","params":{"operation":"x"},"percent":1e400}`);
  },
  "a percentage that is none": ({ id }) => {
    marked(`{"id":${id},"event":"progress","code":"begins","params":{"operation":"x"},"percent":-1}`);
  },
  "NaN in JSON": ({ id }) => {
    marked(`{"id":${id},"event":"result","value":NaN}`);
  },
  "names twice": ({ id }) => {
    marked(`{"id":99,"id":${id},"event":"error","event":"result","value":{}}`);
  },
  "names of prototypes": ({ id }) => {
    marked(
      `{"id":${id},"event":"result","value":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}}`,
    );
  },
  "bytes that are no text": ({ id }) => {
    process.stdout.write(Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a, 0xed, 0xa0, 0x80, 0x0a]));
    result(id);
  },
  "sequences of a terminal, and zeros": ({ id }) => {
    out("\u001b[2J\u001b]8;;http://x\u0007link\u0000\n");
    result(id);
  },
  "half of a character": ({ id }) => {
    marked(`{"id":${id},"event":"progress","code":"begins","params":{"operation":"\\ud83d"}}`);
    result(id);
  },
  "a slow drip": ({ id }) => {
    const bytes = [...Buffer.from(`\n${mark}{"id":${id},"event":"result","value":{}}\n`)];
    const drip = () => {
      const next = bytes.shift();
      if (next !== undefined) process.stdout.write(Buffer.from([next]), () => setImmediate(drip));
    };
    drip();
  },
  "a faked mark": ({ id }) => {
    out(
      `@0123456789abcdef01234567@{"id":${id},"event":"result","value":{"faked":1}}\n x${mark}{"id":${id},"event":"result","value":{"faked":1}}\n`,
    );
    result(id);
  },
  "lines that end in returns": ({ id }) => {
    out(`\r\n${mark}{"id":${id},"event":"result","value":{}}\r\n`);
  },
  "an answer of no shape": ({ id }) => {
    result(id, { unknown: [null] });
  },
  "a time that is no moment": ({ id }) => {
    const file = { name: "Trace.log", bytes: 1, writtenAt: "2026-13-45T99:00:00Z", utcOffsetMinutes: 0 };
    result(id, { files: { value: [file] } });
  },
  "a secret in its result": ({ id, secrets }) => {
    const { password } = Object.values(secrets ?? {})[0]?.[0] ?? { password: "none was sent" };
    result(id, {
      steps: ["Connect", `with ${encodeURIComponent(password)}`, "via http://ada:pw@proxy:8080"],
    });
  },
  "a secret in every place": ({ id, secrets }) => {
    const { password } = Object.values(secrets ?? {})[0]?.[0] ?? { password: "none was sent" };
    const basic = Buffer.from(`ada:${password}`).toString("base64");
    const half = Math.floor(password.length / 2);
    say({
      id,
      event: "progress",
      code: "begins",
      params: { operation: `trying ${encodeURIComponent(password)}` },
    });
    change(id, {
      what: "registryValue",
      params: { value: `of ${password}` },
      before: { [password]: password },
      after: [JSON.stringify(JSON.stringify(password))],
    });
    change(id, {
      before: password.slice(0, half),
      after: password.slice(half),
      undo: { op: "Set-CloudSyncTlsValue", args: { setting: basic } },
    });
    out(
      `printed ${password.slice(0, half)}\r\n     | ${password.slice(half)}\nAuthorization: Basic ${basic}\n`,
    );
    process.stderr.write(`error: ${password.slice(0, half)}\n`);
    process.stderr.write(`+ ${password.slice(half)}\nhttp://ada:pw@proxy:8080\n`);
    setTimeout(() => {
      say({
        id,
        event: "error",
        code: "Odd",
        message: `no ${basic} of ${password.slice(0, half)}\n${password.slice(half)}`,
        exception: password,
        position: password,
      });
      setTimeout(() => process.stderr.write(`late ${password}\n`), 50);
    }, 50);
  },
};

const begins: Readonly<Record<string, () => unknown>> = {
  "nothing at the start": () => undefined,
  "an end at the start": () => process.exit(1),
  "another language mode": () => {
    marked(filled("Constrained", 1e6));
  },
};

let held = "";
let moduleLength = 0;
let step = 0;
const steps: readonly ((line: string) => void)[] = [
  (line) => {
    mark = /@[0-9a-f]+@/u.exec(line)?.[0] ?? "";
    const begin = begins[kind];
    if (begin) begin();
    else marked("FullLanguage");
  },
  () => {
    marked("go");
  },
  (line) => {
    moduleLength = Number(line);
    step += 1;
  },
];

process.stdin.setEncoding("utf8");
process.stdin.on("error", () => undefined);
process.stdout.on("error", () => undefined);
process.stdin.on("data", (chunk: string) => {
  held += chunk;
  for (;;) {
    if (step === 4 && moduleLength > 0) {
      if (held.length < moduleLength) return;
      held = held.slice(moduleLength);
      moduleLength = 0;
      if (kind === "ready that is none") marked('{"event":"ready","protocol":"1"}');
      else if (kind === "a computer of a megabyte") sayReady(filled("C", 1e6));
      else sayReady();
    }
    const end = held.indexOf("\n");
    if (end < 0) return;
    const line = held.slice(0, end);
    held = held.slice(end + 1);
    if (step < 3) {
      const now = step;
      step += 1;
      steps[now]?.(line);
    } else if (line.startsWith("{")) answers[kind]?.(JSON.parse(line) as Asked);
  }
});
// Where the host is gone, nothing is left of it.
process.stdin.on("end", () => process.exit(0));
setTimeout(() => process.exit(0), 60_000);
