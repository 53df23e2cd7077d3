/** The machine beside Windows' own version: disk, PowerShell, clock, pending restart, role. */
import * as l10n from "@vscode/l10n";
import { found, judge, pass } from "../finding.ts";
import { factOf } from "../values/fact.ts";
import { longestSkewMs } from "../network/controllers.ts";
import { type FactRule } from "./rule.ts";

/** The installer, the program files and some days of traces. Not documented: what public reports of servers show. */
const enoughDiskMb = 2048;

export const diskSpace: FactRule = ({ windows }) => {
  const text = {
    rule: "diskSpace",
    why: l10n.t("The agent, its installer and its traces need room on the drive of Windows."),
    source: "prerequisites",
  } as const;
  return judge(
    text,
    l10n.t("Free disk space"),
    factOf(windows, "systemDrive"),
    ({ drive, freeMb, sizeMb }) => {
      const evidence = [
        { name: l10n.t("Drive"), value: drive },
        { name: l10n.t("Free"), value: l10n.t("{0} MB of {1} MB", freeMb, sizeMb) },
      ];
      return freeMb >= enoughDiskMb
        ? pass(text, l10n.t("There is enough free disk space."), evidence)
        : found(text, "warning", l10n.t("Drive {0} has less than 2 GB free.", drive), evidence, {
            kind: "link",
            link: "prerequisites",
            whatToDo: l10n.t("Free at least 2 GB on {0}.", drive),
          });
    },
  );
};

export const powerShellEngine: FactRule = ({ windows, on, reachWords }) => {
  const text = {
    rule: "powerShellEngine",
    why: l10n.t("The agent's own module is made for 64-bit Windows PowerShell 5.1."),
    source: "commandLine",
  } as const;
  return judge(text, "Windows PowerShell", factOf(windows, "powershell"), ({ version, is64Bit }) => {
    const evidence = [
      { name: l10n.t("Version"), value: version },
      { name: l10n.t("Process"), value: is64Bit ? "64-bit" : "32-bit" },
    ];
    if (!version.startsWith("5.1"))
      return found(
        text,
        "fail",
        l10n.t("The session runs in PowerShell {0}, not in Windows PowerShell 5.1.", version),
        evidence,
        {
          kind: "link",
          link: "powershell51",
          whatToDo: reachWords.rightPowerShell(),
        },
      );
    return is64Bit
      ? pass(text, l10n.t("The session runs in 64-bit Windows PowerShell 5.1."), evidence)
      : found(text, "fail", l10n.t("The session runs in a 32-bit process."), evidence, {
          kind: "command",
          runOn: on,
          text: "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe",
        });
  });
};

const noticeableSkewMs = 60_000;

export const clock: FactRule = ({ windows, on }) => {
  const text = {
    rule: "clock",
    why: l10n.t(
      "Kerberos and sign-in tokens fail where clocks differ by five minutes: the service account could not get its password.",
    ),
    source: "kerberosClock",
  } as const;
  return judge(text, l10n.t("Clock"), factOf(windows, "clock"), ({ domainController, skewMs }) => {
    const evidence = [
      { name: l10n.t("Compared with"), value: domainController },
      { name: l10n.t("Difference"), value: l10n.t("{0} seconds", (skewMs / 1000).toFixed(1)) },
    ];
    const skew = Math.abs(skewMs);
    const resync = { kind: "command", runOn: on, text: "w32tm /resync" } as const;
    if (skew >= longestSkewMs)
      return found(
        text,
        "fail",
        l10n.t("The clock differs from {0} by more than five minutes.", domainController),
        evidence,
        resync,
      );
    return skew >= noticeableSkewMs
      ? found(
          text,
          "warning",
          l10n.t("The clock differs from {0} by more than a minute.", domainController),
          evidence,
          resync,
        )
      : pass(text, l10n.t("The clock agrees with {0}.", domainController), evidence);
  });
};

export const pendingRestart: FactRule = ({ windows, server, on }) => {
  const text = {
    rule: "pendingRestart",
    why: l10n.t("Installers fail, or ask for a restart themselves, while Windows is waiting for one."),
    source: "windowsInstaller",
  } as const;
  const what = l10n.t("Pending restart");
  return judge(text, what, factOf(windows, "pendingRestart"), (reasons) =>
    reasons.length === 0
      ? // A restart that our own changes need is waited for; whether one is must be known for a pass.
        judge(text, what, factOf(server, "restartDue"), (due) =>
          pass(
            text,
            due === null
              ? l10n.t("Windows is not waiting for a restart.")
              : l10n.t("Nothing but a change that was made here waits for a restart."),
            [],
          ),
        )
      : found(
          text,
          "warning",
          l10n.t("Windows is waiting for a restart."),
          [{ name: l10n.t("Asked for by"), value: reasons.join(", ") }],
          {
            kind: "command",
            runOn: on,
            text: "Restart-Computer -Confirm",
            warning: l10n.t(
              "Everybody who works on this server is cut off, and what it serves stands still.",
            ),
          },
        ),
  );
};

export const domainControllerRole: FactRule = ({ windows }) => {
  const text = {
    rule: "domainController",
    why: l10n.t(
      "Installing on a domain controller is supported, but its group policies often keep the agent's service from starting.",
    ),
    source: "troubleshoot",
  } as const;
  return judge(text, l10n.t("Role in the domain"), factOf(windows, "domainController"), (is) =>
    is
      ? found(text, "warning", l10n.t("This server is a domain controller."), [], {
          kind: "link",
          link: "prerequisites",
          whatToDo: l10n.t("Prefer a member server. If it must be this one, check the log-on right below."),
        })
      : pass(text, l10n.t("This server is no domain controller."), []),
  );
};
