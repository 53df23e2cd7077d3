/** The installer's end where no cause is known: its exit code in the words of the list of exit codes. */
import { installerFailure } from "../../agent/installerExit.ts";
import { read, type KnownFailure } from "../signs/failure.ts";
import { exit } from "../signs/sign.ts";
import { setupFailed } from "../signs/signs.ts";

const cancelled = 1602;
const fatal = 1603;
const busy = 1618;

const ended = (id: string, exitCode: number, matches: KnownFailure["matches"]): KnownFailure => {
  const problem = () => installerFailure(exitCode, "");
  return {
    id,
    matches,
    words: () => ({ title: problem()?.happened ?? "", cause: problem()?.means ?? "" }),
    fix: () => read("windowsInstaller", problem()?.next.join(" ") ?? ""),
    source: "windowsInstaller",
  };
};

export const installer: readonly KnownFailure[] = [
  ended("setupCancelled", cancelled, [exit(cancelled)]),
  // The one code that says nothing of a cause.
  { ...ended("setupFailed", fatal, [setupFailed]), general: true },
  ended("setupBusy", busy, [exit(busy)]),
];
