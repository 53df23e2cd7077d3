/** An installer that somebody names: copied once, and only the copy is checked and run. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { agentFolder, downloadFolder } from "../../lab/server/agent.ts";
import { placeOf } from "../../lab/server/files.ts";
import { programBytes, type ProgramNote } from "../../lab/server/programFile.ts";
import { copyInstaller, getInstallerFacts, installAgent } from "../../src/setup/operations/installer.ts";
import { namedFiles, refusedFiles } from "../unit/support/pathCases.ts";
import { until } from "../until.ts";
import { fails } from "./practice.ts";
import { sayChange } from "../../src/setup/told/changes.ts";
import { onPractice } from "./onPractice.ts";

const at = onPractice("healthy", {
  emptied: (dir) => [
    downloadFolder(dir),
    agentFolder(dir),
    placeOf(dir, "C:\\Users"),
    placeOf(dir, "D:\\"),
    path.join(dir, "shares"),
  ],
});

const program = (how: Partial<ProgramNote> = {}) =>
  programBytes(
    {
      kind: "installer",
      product: "Microsoft Entra Provisioning Agent Package",
      version: "1.1.2334.0",
      signer: "Microsoft Corporation",
      ...how,
    },
    4096,
  );
/** Puts bytes where a Windows path leads to. */
const put = (file: string, bytes: Uint8Array | string = program()): string => {
  const place = placeOf(at.lab.dir, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, bytes);
  return file;
};
const named = "C:\\Users\\ada\\Downloads\\setup.exe";
const share = "\\\\files.contoso.com\\software\\setup.exe";
const copy = (file: string, shareHost = "") => at.server.run(copyInstaller, { path: file, shareHost });
const facts = (file: string) => at.server.run(getInstallerFacts, { path: file });
/** Copied, checked, and ready to run. */
const ready = async (file: string, shareHost = "") => {
  await copy(file, shareHost);
  const { path: copied, sha256 } = await facts(file);
  return { path: copied, sha256: sha256 ?? "", arguments: [] };
};
const own = (): string[] =>
  existsSync(downloadFolder(at.lab.dir))
    ? readdirSync(downloadFolder(at.lab.dir), { recursive: true, withFileTypes: true })
        .filter((one) => one.isFile())
        .map(({ name }) => name)
    : [];
const opened = async (work: () => Promise<unknown>) => {
  const from = at.lab.opened().length;
  await work();
  return at.lab.opened().slice(from);
};

test("a named file is copied into the product's own folder, as the change that was listed, and again only where it is another", async () => {
  put(named);
  const args = { path: named, shareHost: "" };
  assert.equal((await facts(named)).exists, false);
  const listed = await at.changesOf(copyInstaller, args, { whatIf: true });
  assert.deepEqual(own(), [], "listing copies nothing");
  const made = await at.changesOf(copyInstaller, args);
  assert.deepEqual(made, listed);
  assert.deepEqual(
    made.map(({ after: from }) => from),
    [named],
  );
  const seen = await facts(named);
  assert.ok(seen.path.startsWith(downloadFolder(at.lab.dir)) && seen.path.endsWith("setup.exe"));
  assert.deepEqual(seen.signature, { value: { status: "Valid", signer: "Microsoft Corporation" } });
  assert.deepEqual(await at.changesOf(copyInstaller, args), []);
  put(named, program({ version: "1.1.2505.0" }));
  const [again] = await at.changesOf(copyInstaller, args);
  assert.equal(again?.before, seen.sha256);
  assert.deepEqual(own(), ["setup.exe"]);
});

test("a check never opens the file that is named, on a drive or on a share", async () => {
  put(named);
  put(share);
  const seen = await opened(async () => {
    for (const file of [named, share]) {
      await facts(file);
      await at.server
        .run(copyInstaller, { path: file, shareHost: "files.contoso.com" }, { whatIf: true })
        .catch(() => undefined);
    }
  });
  assert.deepEqual(seen, []);
});

test("a share is read only where its own host was agreed to", async () => {
  put(share);
  const seen = await opened(async () => {
    for (const other of [
      "",
      "files",
      "files.contoso\u00ad.com",
      "\ufb01les.contoso.com",
      "files.contoso.com.evil.example",
      "\\\\files.contoso.com",
    ])
      await fails(copy(share, other), /^notReady: ShareNotAgreed/u);
    await fails(copy(put(named), "files.contoso.com"), /^notReady: ShareNotAgreed/u);
  });
  assert.deepEqual(seen, []);
  await copy(share, "FILES.contoso.com");
  assert.ok((await facts(share)).exists);
});

test("a drive that stands for a share is not read", async () => {
  at.lab.change(({ windows }) => (windows.mapped = ["Z:"]));
  const seen = await opened(() =>
    fails(copy(put("z:\\setup.exe")), /^notReady: PathRefused\.drive\n.*is a share/u),
  );
  assert.deepEqual(seen, []);
});

/** Makes a link at a Windows path that says this, and nothing of which is followed by the test's own files. */
const link = (file: string, says: string): string => {
  const place = placeOf(at.lab.dir, file);
  mkdirSync(path.dirname(place), { recursive: true });
  rmSync(place, { recursive: true, force: true });
  symlinkSync(says, place);
  return file;
};
const evil = "\\\\evil.example\\share";

test("a link that leads off the server is followed by nobody, whatever kind it is and wherever in the path it stands", async () => {
  put(`${evil}\\setup.exe`);
  at.lab.change(({ windows }) => (windows.mapped = ["Z:"]));
  const from = at.lab.lookedAt().length;
  const seen = await opened(async () => {
    for (const says of [
      evil,
      `\\??\\UNC\\evil.example\\share`,
      `\\\\?\\UNC\\evil.example\\share`,
      // As Windows PowerShell shows it.
      "UNC\\evil.example\\share",
      `junction:\\??\\UNC\\evil.example\\share`,
      "junction:UNC\\evil.example\\share",
      // A junction into a folder of Windows' own, where others make names for shares.
      "junction:\\RPC Control",
      "junction:\\??\\GLOBALROOT\\Device\\Mup\\evil.example\\share",
      "\\Device\\Mup\\evil.example\\share",
      "\\\\.\\GLOBALROOT\\Device\\Mup",
      // On another drive, which is a share; a way through another link; and what nobody can tell.
      "Z:\\folder",
      "C:\\Users\\ada\\second",
      "C:folder",
      "other:",
      "junction:",
    ]) {
      rmSync(placeOf(at.lab.dir, "C:\\Users"), { recursive: true, force: true });
      link("C:\\Users\\ada\\second", evil);
      link("C:\\Users\\ada\\first", says);
      link("C:\\Users\\ada\\setup.exe", says);
      for (const file of ["first\\setup.exe", "first\\deeper\\setup.exe", "setup.exe"])
        await fails(
          copy(`C:\\Users\\ada\\${file}`),
          says === "Z:\\folder"
            ? /^notReady: PathRefused\.drive\n/u
            : ["other:", "junction:"].includes(says)
              ? /^notReady: PathRefused\.leadsNowhere\n/u
              : /^notReady: PathRefused\.leads\n/u,
        );
    }
  });
  assert.deepEqual(seen, []);
  assert.deepEqual(own(), []);
  const looked = at.lab.lookedAt().slice(from);
  assert.ok(looked.length > 0);
  assert.deepEqual(
    looked.filter((one) => /evil|^Z:|first\\|second\\/iu.test(one)),
    [],
    "nothing behind a link was looked at",
  );
});

test("a refused link is named with what it leads to, and with what to do", async () => {
  link("C:\\Users\\ada\\installers", evil);
  await fails(
    copy("C:\\Users\\ada\\installers\\setup.exe"),
    /C:\\Users\\ada\\installers leads to \\\\evil\.example\\share\. Name the file by its own path there/u,
  );
});

test("a link to another place of the server's own drives is followed by what it says, and that file is opened", async () => {
  put("D:\\kept\\setup.exe");
  put("C:\\Users\\kept\\setup.exe");
  for (const [says, leads] of [
    ["D:\\kept", "D:\\kept\\setup.exe"],
    ["\\??\\D:\\kept\\", "D:\\kept\\setup.exe"],
    ["junction:D:\\other\\..\\kept", "D:\\kept\\setup.exe"],
    ["..\\kept", "C:\\Users\\kept\\setup.exe"],
    ["..\\.\\ada\\..\\..\\..\\Users\\kept", "C:\\Users\\kept\\setup.exe"],
    ["C:\\Users\\ada\\second", "D:\\kept\\setup.exe"],
  ] as const) {
    link("C:\\Users\\ada\\second", "D:\\kept");
    link("C:\\Users\\ada\\first", says);
    assert.deepEqual(await opened(() => copy("C:\\Users\\ada\\first\\setup.exe")), [leads], says);
  }
  // Another disk that is mounted there: the path stays.
  put("C:\\Users\\disk\\setup.exe");
  const mounted = "junction:\\??\\Volume{784aba0b-7b7d-4c55-9a0e-6d3f1c2b4a90}\\";
  link("C:\\Users\\ada\\disk", mounted);
  await fails(copy("C:\\Users\\ada\\disk\\setup.exe"), /^notReady: FileMissing/u);
});

test("links that lead in a circle come to an end", async () => {
  link("C:\\Users\\ada\\a", "b");
  link("C:\\Users\\ada\\b", "a");
  await fails(copy("C:\\Users\\ada\\a\\setup.exe"), /^notReady: PathRefused\.links\n.*too many links/u);
});

test("a yes to one host is no yes to another that a link on its share leads to, nor to this server's drives", async () => {
  put("\\\\files.contoso.com\\other\\setup.exe");
  put("C:\\setup.exe");
  const through = "\\\\files.contoso.com\\software\\new";
  for (const says of [evil, "C:\\", "\\\\files.contoso.com.evil.example\\other"]) {
    link(through, says);
    assert.deepEqual(
      await opened(() =>
        fails(copy(`${through}\\setup.exe`, "files.contoso.com"), /^notReady: PathRefused\.leads\n/u),
      ),
      [],
      says,
    );
  }
  link(through, "\\\\files.contoso.com\\other");
  assert.deepEqual(await opened(() => copy(`${through}\\setup.exe`, "files.contoso.com")), [
    "\\\\files.contoso.com\\other\\setup.exe",
  ]);
});

test("a check and a list of changes look at nothing of the path, links or not", async () => {
  link("C:\\Users\\ada\\first", evil);
  const from = at.lab.lookedAt().length;
  await facts("C:\\Users\\ada\\first\\setup.exe");
  await at.server.run(
    copyInstaller,
    { path: "C:\\Users\\ada\\first\\setup.exe", shareHost: "" },
    { whatIf: true },
  );
  assert.deepEqual(at.lab.lookedAt().slice(from), []);
});

for (const [how, networkLogon] of [
  ["directly", false],
  ["under SYSTEM", true],
] as const)
  test(`an installer in the folder of somebody whose name has an apostrophe is copied, checked and run ${how}`, async () => {
    at.lab.change(({ windows }) => (windows.networkLogon = networkLogon));
    for (const file of [
      "C:\\Users\\O'Brien\\it's 'the' agent's.exe",
      "C:\\Users\\O\u2019Brien\\a\u2018b.exe",
    ]) {
      at.lab.change(({ services }) => delete services.AADConnectProvisioningAgent);
      const made = await at.changesOf(copyInstaller, { path: put(file), shareHost: "" });
      assert.deepEqual(
        made.map(({ after: from }) => from),
        [file],
      );
      const { path: copied, sha256 } = await facts(file);
      assert.match(
        path.basename(copied),
        /^[A-Za-z0-9._-]+\.exe$/u,
        "no apostrophe comes into a command line",
      );
      assert.equal(
        (await at.server.run(installAgent, { path: copied, sha256: sha256 ?? "", arguments: [] })).exitCode,
        0,
      );
    }
    assert.equal(at.lab.state().counts.installs, 2);
  });

test("what is no full path to a program on a drive or a share is refused by every operation, and not opened", async () => {
  const seen = await opened(async () => {
    for (const file of refusedFiles) {
      if (file === "") continue;
      for (const whatIf of [false, true])
        await fails(
          at.server.run(copyInstaller, { path: file, shareHost: "" }, { whatIf }),
          /^notReady: PathRefused\n/u,
        );
      await fails(facts(file), /^notReady: PathRefused\n/u);
      await fails(
        at.server.run(installAgent, { path: file, sha256: "0".repeat(64), arguments: [] }),
        /^installerRejected: NotOwn/u,
      );
    }
  });
  assert.deepEqual(seen, []);
  assert.deepEqual(own(), []);
  for (const file of namedFiles) assert.equal((await facts(file)).exists, false, file);
});

test("a file outside the product's own folder is never run, whatever it is", async () => {
  const file = placeOf(at.lab.dir, put(named));
  const { sha256 } = await ready(named);
  for (const other of [file, named, path.join(downloadFolder(at.lab.dir), "..", "setup.exe")])
    await fails(
      at.server.run(installAgent, { path: other, sha256, arguments: [] }),
      /^installerRejected: NotOwn/u,
    );
  assert.equal(at.lab.state().counts.setups, 0);
});

test("a file in a folder that reads like the product's own is another file, and its signer's name another name", async () => {
  const { path: copied, sha256 } = await ready(put(named));
  const install = (file: string, hash = sha256) =>
    at.server.run(installAgent, { path: file, sha256: hash, arguments: [] });
  for (const like of [
    copied.replace("Program Files", "Program \ufb01les"),
    copied.replace("Program Files", "Program Fi\u00adles"),
    copied.replace("Downloads", "Downloads\ufe0f"),
    copied.replace("setup.exe", "setup\u00ad.exe"),
  ]) {
    assert.notEqual(like, copied);
    await fails(install(like), /^installerRejected: NotOwn/u);
  }
  for (const signer of [
    "Microsoft\ufe0f Corporation",
    "Microsoft\u00ad Corporation",
    "microsoft corporation",
  ]) {
    put(named, program({ signer }));
    const odd = await ready(named);
    await fails(install(odd.path, odd.sha256), /^installerRejected: NotSigned/u);
  }
  assert.equal(at.lab.state().counts.setups, 0);
});

test("a program of Microsoft's that is not the agent's installer is never run", async () => {
  put(named, program({ product: "Some other program" }));
  const other = await ready(named);
  await fails(at.server.run(installAgent, other), /^installerRejected: NotAgent/u);
  assert.equal(at.lab.state().counts.setups, 0);
});

for (const [how, networkLogon] of [
  ["directly", false],
  ["under SYSTEM", true],
] as const)
  test(`a link that is turned to another file after the check changes nothing of what runs ${how}`, async () => {
    put("C:\\Users\\ada\\A\\setup.exe");
    put("C:\\Users\\ada\\B\\setup.exe", program({ product: "EVIL", signer: "" }));
    const link = placeOf(at.lab.dir, "C:\\Users\\ada\\link");
    symlinkSync("A", link);
    at.lab.change(({ windows, next }) => {
      windows.networkLogon = networkLogon;
      next.silent = ["Test-NetworkLogon"];
      next.hangs = true;
    });
    const args = await ready("C:\\Users\\ada\\link\\setup.exe");
    const running = at.server.run(installAgent, args);
    rmSync(link);
    symlinkSync("B", link);
    at.lab.change(({ next }) => (next.silent = []));
    await Promise.race([running, until(() => Object.keys(at.lab.state().programs).length > 0)]);
    const tasks = Object.values(at.lab.state().tasks).map((task) => task.path);
    assert.deepEqual(tasks, networkLogon ? [args.path] : []);
    at.lab.change(({ next }) => (next.hangs = false));
    assert.equal((await running).exitCode, 0);
    assert.equal((await facts("C:\\Users\\ada\\link\\setup.exe")).sha256, args.sha256);
    assert.equal(at.lab.state().counts.installs, 1);
  });

test("a file that has other bytes at each opening is opened once, and what was copied is what is judged", async () => {
  put(share);
  const seen = await opened(async () => {
    await copy(share, "files.contoso.com");
    put(share, program({ product: "EVIL", signer: "" }));
    const { path: file, sha256, signature } = await facts(share);
    assert.deepEqual(signature, { value: { status: "Valid", signer: "Microsoft Corporation" } });
    await at.server.run(installAgent, { path: file, sha256: sha256 ?? "", arguments: [] });
  });
  assert.deepEqual(seen, [share]);
  assert.equal(at.lab.state().counts.installs, 1);
});

test("no file, no program and a file that is too large are not copied", async () => {
  await fails(copy(named), /^notReady: FileMissing\n.*C:\\Users/u);
  await fails(copy(put(named, "root:x:0:0")), /^installerRejected: NotProgram/u);
  await fails(copy(put(named, "")), /^installerRejected: NotProgram/u);
  at.lab.change(({ windows }) => (windows.drive.freeMb = 1000));
  await fails(copy(put(named)), /^diskFull: NoRoom/u);
  at.lab.change(({ windows }) => (windows.drive.freeMb = 60_000));
  await fails(
    copy(put(named, Buffer.concat([program(), Buffer.alloc(300 * 1024 * 1024)]))),
    /^downloadRefused: TooBig/u,
  );
  assert.deepEqual(own(), []);
});

test("an installer that is older than the agent that is there, or too old for this, is refused", async () => {
  for (const version of ["1.1.280.9", "1.0.9999.0", "", "x"]) {
    const args = await ready(put(named, program({ version })));
    for (const whatIf of [false, true])
      await fails(at.server.run(installAgent, args, { whatIf }), /^installerRejected: VersionRefused/u);
  }
  await at.server.run(installAgent, await ready(put(named)));
  await fails(
    at.server.run(installAgent, await ready(put(named, program({ version: "1.1.2333.0" })))),
    /VersionRefused(?:\.\w+)?\n.*1\.1\.2333\.0 is older than 1\.1\.2334\.0, which is installed/u,
  );
  assert.equal(at.lab.state().counts.setups, 1);
});

test("a version is reported as installed only after it was seen", async () => {
  const args = await ready(put(named));
  for (const exitCode of [0, 3010]) {
    at.lab.change(({ next }) => Object.assign(next, { comesToNothing: true, exitCode }));
    const targets: string[] = [];
    const installing = at.server.run(installAgent, args, {
      onEvent: (event) => {
        if (event.kind === "change") targets.push(sayChange(event.change));
      },
    });
    if (exitCode === 0) await fails(installing, /^installerFailed: NotSeenInstalled/u);
    else assert.equal((await installing).exitCode, exitCode);
    assert.deepEqual(
      targets.filter((target) => target.startsWith("Installer")),
      [],
    );
  }
  at.lab.change(({ next }) => (next.comesToNothing = false));
  const [made] = await at.changesOf(installAgent, args);
  assert.deepEqual([made?.before, made?.after], [null, "1.1.2334.0"]);
});
