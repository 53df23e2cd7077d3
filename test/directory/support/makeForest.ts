/** Makes a forest: its first controller, what is in the directory, and its second controller. */
import { until } from "../../until.ts";
import { controllersLdif } from "./controllers.ts";
import { besideController, filesOf, start, type ControllerPlace } from "./controller.ts";
import { groupsLdif, usersLdif } from "./crowd.ts";
import { write } from "./database.ts";
import type { Forest } from "./forests.ts";
import { join, replicateBothWays } from "./join.ts";
import { fileTime } from "./fileTime.ts";
import { otherDomainsLdif } from "./otherDomains.ts";
import { lockLdif, membersLdif, peopleLdif, unitsLdif } from "./people.ts";
import { provision } from "./provision.ts";
import { serviceAccountsLdif } from "./serviceAccounts.ts";

/** Five wrong passwords lock an account, until an administrator unlocks it. */
const lockout = [
  "--account-lockout-threshold=5",
  "--account-lockout-duration=0",
  "--reset-account-lockout-after=30",
];

const fill = async (forest: Forest, folder: string): Promise<void> => {
  for (const ldif of [unitsLdif, peopleLdif, groupsLdif, membersLdif, usersLdif])
    await write(folder, ldif(forest));
  await write(folder, await serviceAccountsLdif(folder, forest));
  await write(folder, lockLdif(forest, fileTime(Date.now())), { relax: true });
  if (forest.hosts.length === 1)
    await write(folder, controllersLdif(forest) + otherDomainsLdif(forest), { relax: true });
  await besideController(folder, "samba-tool", [
    ...["domain", "passwordsettings", "set", `--configfile=${filesOf(folder).settings}`],
    ...lockout,
  ]);
};

/** The folders of all controllers are settled. When this is done none of them runs. */
export const makeForest = async (forest: Forest, places: readonly ControllerPlace[]): Promise<void> => {
  const [first, ...others] = places;
  if (first === undefined) return;
  await provision(first);
  await fill(forest, first.folder);
  const running = [await start(first)];
  try {
    for (const other of others) {
      await join(forest, first, other);
      running.push(await start(other));
      await until(() => replicateBothWays(forest, [first, other]));
    }
  } finally {
    for (const one of running) await one.stop();
  }
};
