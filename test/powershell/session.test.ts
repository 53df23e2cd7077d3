/** The session against a real PowerShell, with module texts that behave and misbehave. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, mock, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { findPowerShell, sessionCommand } from "../../scripts/tools/powershell.mjs";
import { redactor } from "../../src/server/redaction/redact.ts";
import type { RequestHow } from "../../src/server/sentRequest.ts";
import { Session } from "../../src/server/session.ts";
import { SessionServer } from "../../src/server/sessionServer.ts";
import { restartAgentService, setAgentPermissions } from "../../src/setup/operations/agent.ts";
import type { PortEvent } from "../../src/setup/ports.ts";
import { CancelledError, ProblemError, type ProblemCode } from "../../src/setup/problem.ts";
import { askedServer } from "../unit/support/askedServer.ts";
import { overNetwork } from "../../src/setup/reachWords.ts";
import { sessionBy } from "../unit/support/launches.ts";
import { practiceTarget } from "./practice.ts";

let program: readonly string[] = [];
before(async () => {
  const engine = await findPowerShell({ install: true, say: () => undefined });
  program = sessionCommand(engine);
});

const powershell = () => [...program, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "-"];

const open: Session[] = [];
after(() => {
  for (const session of open) session.dispose();
});

const ready = `[Console]::Out.WriteLine($Mark + '{"event":"ready","protocol":1,"powershell":"7","user":"u","elevated":true,"computer":"C","machine":null}')\n`;
/** A loop that answers every request with what `body` writes. `$line` is the request. */
const loop = (body: string) => `${ready}while ($null -ne ($line = $In.ReadLine())) {\n${body}\n}\n`;
const echo = loop(
  `[Console]::Out.WriteLine($Mark + '{"id":' + ($line -replace '^{"id":(\\d+).*$','$1') + ',"event":"result","value":{}}')`,
);

const start = async (moduleText: string, command?: readonly string[], startTimeoutMs = 120_000) => {
  const printed: string[] = [];
  const session = await Session.start({
    ...sessionBy(command ?? powershell(), { startTimeoutMs }),
    moduleText,
    log: (line) => printed.push(line),
    redactor: redactor(),
  });
  open.push(session);
  return { session, printed };
};

const how: RequestHow = { timeoutMs: 120_000, cancellable: true, reads: true, onEvent: () => undefined };
const ask = (session: Session, more: Partial<RequestHow> = {}) =>
  session.request({ op: "Get-CloudSyncServerFact", args: {} }, { ...how, ...more });

const failsWith = (work: Promise<unknown>, code: ProblemCode) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.problem.code, code);
    assert.ok(error.problem.happened !== "" && error.problem.means !== "" && error.problem.next.length > 0);
    return true;
  });

/** A server whose sessions run this module text, and how often one was started. */
const serve = (moduleText: string) => {
  let starts = 0;
  const server = askedServer(
    new SessionServer({
      target: practiceTarget,
      where: "",
      reachWords: overNetwork,
      redactor: redactor(),
      start: () => {
        starts += 1;
        return Promise.resolve({
          ...sessionBy(powershell(), { startTimeoutMs: 120_000 }),
          moduleText,
          log: () => undefined,
        });
      },
    }),
  );
  return { server, starts: () => starts };
};

test("two that ask at the same time share one session", async () => {
  const { server, starts } = serve(echo);
  try {
    await Promise.all([server.run(restartAgentService, {}), server.run(restartAgentService, {})]);
    assert.equal(starts(), 1);
  } finally {
    server.close();
  }
});

test("a secret that comes back in an error, a change or a message is masked, and no undo keeps it", async () => {
  const id = `($line -replace '^{"id":(\\d+).*$','$1')`;
  const say = (event: string) => `[Console]::Out.WriteLine($Mark + '{"id":' + ${id} + ',${event}}')`;
  const { server } = serve(
    loop(
      [
        say('"event":"progress","code":"begins","params":{"operation":"trying typed-Secret-1"}'),
        say(
          '"event":"change","what":"registryValue","params":{"value":"typed-Secret-1"},"before":"x","after":["typed-Secret-1"],"undo":{"op":"Set-CloudSyncAgentProxy","args":{"address":"typed-Secret-1"}}',
        ),
        say(
          '"event":"change","what":"registryValue","params":{"value":"t"},"before":"x","after":"y","undo":{"op":"Set-CloudSyncAgentProxy","args":{"address":"x"}}',
        ),
        say(
          '"event":"error","code":"Odd","message":"no typed-Secret-1","exception":"E","position":"typed-Secret-1"',
        ),
      ].join("\n"),
    ),
  );
  const events: PortEvent[] = [];
  try {
    await assert.rejects(
      server.run(
        setAgentPermissions,
        { types: ["All"], domain: "" },
        {
          secrets: { EnterpriseCredential: [{ user: "ea", password: "typed-Secret-1" }] },
          onEvent: (event) => events.push(event),
        },
      ),
      (error) => {
        assert.ok(error instanceof ProblemError);
        assert.match(error.problem.happened, /no \*{8}/u);
        assert.doesNotMatch(JSON.stringify(error.problem) + error.message, /typed-Secret/u);
        return true;
      },
    );
  } finally {
    server.close();
  }
  assert.deepEqual(
    events.map((event) => event.kind),
    ["progress", "change", "change"],
  );
  assert.doesNotMatch(JSON.stringify(events), /typed-Secret/u);
  assert.deepEqual(
    events.map((event) => event.kind === "change" && event.change.undo !== undefined),
    [false, false, true],
  );
});

test("neither the session nor what it starts gets modules, profilers or a folder from what VS Code was started with", async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "cs-handed-down-"));
  await mkdir(path.join(folder, "Planted"));
  await writeFile(path.join(folder, "Planted", "Planted.psm1"), "function Get-Planted { 'planted' }\n");
  const handedDown = {
    PSModulePath: folder,
    PSExecutionPolicyPreference: "Bypass",
    COR_ENABLE_PROFILING: "1",
    COMPlus_LoadPath: folder,
    DOTNET_STARTUP_HOOKS: path.join(folder, "hook.dll"),
    NODE_OPTIONS: "--require=planted",
    ELECTRON_RUN_AS_NODE: "1",
    __PSLockdownPolicy: "4",
  };
  const before = { ...process.env };
  const workedIn = process.cwd();
  Object.assign(process.env, handedDown);
  process.chdir(folder);
  try {
    const child = `$start = New-Object Diagnostics.ProcessStartInfo('${process.execPath}', '-p "JSON.stringify([process.cwd(),process.env])"')
$start.UseShellExecute = $false
$start.RedirectStandardOutput = $true
$text = [Diagnostics.Process]::Start($start).StandardOutput.ReadToEnd().Trim()
$planted = @(Get-Command -Name Get-Planted -ErrorAction SilentlyContinue).Count
[Console]::Out.WriteLine($Mark + '{"id":1,"event":"result","value":{"child":' + $text + ',"planted":' + $planted + '}}')`;
    const { session } = await start(loop(child));
    const answer = (await ask(session)) as { child: [string, Record<string, string>]; planted: number };
    const [cwd, environment] = answer.child;
    assert.equal(answer.planted, 0);
    assert.notEqual(cwd, workedIn);
    assert.ok(!cwd.includes("cs-handed-down"), cwd);
    // PowerShell 7 makes a PSModulePath of its own.
    assert.ok(!environment.PSModulePath?.includes(folder));
    for (const name of Object.keys(handedDown).slice(1)) assert.ok(!(name in environment), name);
  } finally {
    process.chdir(workedIn);
    for (const name of Object.keys(handedDown)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, before);
    await rm(folder, { recursive: true, force: true });
  }
});

test("a session starts and answers requests in their order", async () => {
  const { session } = await start(echo);
  assert.equal(session.ready.computer, "C");
  assert.deepEqual(await Promise.all([ask(session), ask(session), ask(session)]), [{}, {}, {}]);
});

test("what a cmdlet prints is no event, even where it looks like one", async () => {
  const { session, printed } = await start(
    loop(`Write-Output '{"id":1,"event":"result","value":"faked"}'
Write-Output '@0123456789abcdef@{"id":1,"event":"result","value":"faked"}'
[Console]::Error.WriteLine('to the error stream')
[Console]::Out.WriteLine($Mark + '{"id":1,"event":"result","value":"true"}')`),
  );
  assert.equal(await ask(session), "true");
  assert.ok(printed.some((line) => line.includes("faked")));
});

test("a session that dies names what it was doing, and the next one starts", async () => {
  const { session } = await start(loop("exit 3"));
  await failsWith(ask(session), "sessionEnded");
  assert.equal(session.isOpen, false);
  await failsWith(ask(session), "sessionEnded");
  const next = await start(echo);
  assert.deepEqual(await ask(next.session), {});
});

test("a session that hangs is ended after the operation's time", async () => {
  const { session } = await start(loop("[Threading.Thread]::Sleep(60000)"));
  await failsWith(ask(session, { timeoutMs: 300 }), "sessionSilent");
  assert.equal(session.isOpen, false);
});

test("a time-out and the end of a session end PowerShell, and nothing that it started", async () => {
  const starts = `$start = New-Object Diagnostics.ProcessStartInfo('${process.execPath}', '-e setTimeout(()=>{},600000)')
$start.UseShellExecute = $false
$child = [Diagnostics.Process]::Start($start)
[Console]::Out.WriteLine($Mark + '{"id":1,"event":"progress","code":"begins","params":{"operation":"' + $PID + ' ' + $child.Id + '"}}')
[Threading.Thread]::Sleep(600000)`;
  for (const end of ["time-out", "dispose"]) {
    const { session } = await start(loop(starts));
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      let pids = "";
      const asked = ask(session, {
        cancellable: false,
        onEvent: (event) => {
          if (event.event === "progress") pids = event.params.operation ?? "";
        },
      });
      const lost = assert.rejects(asked, (error) => {
        assert.ok(error instanceof ProblemError);
        assert.match(error.problem.means, /goes on/u);
        return true;
      });
      while (pids === "") await setImmediate();
      const [shell = 0, child = 0] = pids.split(" ").map(Number);
      if (end === "time-out") mock.timers.tick(how.timeoutMs);
      else session.dispose();
      await lost;
      while (isThere(shell)) await setImmediate();
      assert.ok(isThere(child), end);
      process.kill(child, "SIGKILL");
    } finally {
      mock.timers.reset();
    }
  }
});

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("a session whose marked line is no event is not trusted any more", async () => {
  for (const answer of ["garbage", '{"id":99,"event":"result","value":{}}', '{"event":"ready"}']) {
    const { session } = await start(loop(`[Console]::Out.WriteLine($Mark + '${answer}')`));
    await failsWith(ask(session), "badAnswer");
    assert.equal(session.isOpen, false);
  }
});

test("constrained language mode is told, not crashed into", async () => {
  // An engine that is asked for its language mode answers with its own word, as one under an application control policy does.
  const constrained = [
    ...program,
    "-NoLogo",
    "-NoProfile",
    "-NonInteractive",
    "-Command",
    "$r=[initialsessionstate]::CreateDefault2();$r.LanguageMode='ConstrainedLanguage';$p=[powershell]::Create($r);while($null -ne ($l=[Console]::In.ReadLine())){$p.Commands.Clear();[void]$p.AddScript($l);$p.Invoke()|%{[Console]::Out.WriteLine($_)}}",
  ];
  await failsWith(start(echo, constrained), "constrainedLanguage");
});

test("a missing PowerShell, and one that does not begin, are said as what they are", async () => {
  await failsWith(start(echo, ["/no/such/powershell.exe"]), "noPowerShell");
  await failsWith(start(echo, [process.execPath, "-e", "process.exit(1)"]), "sessionNotStarted");
  await failsWith(
    start(echo, [process.execPath, "-e", "setTimeout(() => {}, 60000)"], 300),
    "sessionNotStarted",
  );
  await failsWith(start("throw 'no'\n"), "sessionNotStarted");
});

test("cancelling ends a cancellable operation and waits for any other", async () => {
  const first = await start(loop("[Threading.Thread]::Sleep(60000)"));
  const abort = new AbortController();
  const cancelled = ask(first.session, { signal: abort.signal });
  await setImmediate();
  abort.abort();
  await assert.rejects(cancelled, CancelledError);
  const second = await start(
    loop(
      `[Threading.Thread]::Sleep(300); [Console]::Out.WriteLine($Mark + '{"id":1,"event":"result","value":{}}')`,
    ),
  );
  const kept = new AbortController();
  const waited = ask(second.session, { signal: kept.signal, cancellable: false });
  await setImmediate();
  kept.abort();
  assert.deepEqual(await waited, {});
  await assert.rejects(ask(second.session, { signal: kept.signal }), CancelledError);
});

test("progress and changes arrive while the operation runs", async () => {
  const { session } = await start(
    loop(`[Console]::Out.WriteLine($Mark + '{"id":1,"event":"progress","code":"begins","params":{"operation":"m"},"percent":40}')
[Console]::Out.WriteLine($Mark + '{"id":1,"event":"change","what":"registryValue","params":{"value":"t"},"before":null,"after":1,"undo":null}')
[Console]::Out.WriteLine($Mark + '{"id":1,"event":"result","value":{}}')`),
  );
  const seen: string[] = [];
  await ask(session, { onEvent: ({ event }) => seen.push(event) });
  assert.deepEqual(seen, ["progress", "change"]);
});

test("an error event becomes a problem, and the session goes on", async () => {
  const { session } = await start(
    loop(
      `if ($line -match '"id":1,') { [Console]::Out.WriteLine($Mark + '{"id":1,"event":"error","code":"AccessDenied","message":"m"}') } else { [Console]::Out.WriteLine($Mark + '{"id":2,"event":"result","value":{}}') }`,
    ),
  );
  await failsWith(ask(session), "accessDenied");
  assert.deepEqual(await ask(session), {});
});
