/** Root keys of the key distribution service, in each state in which a domain can be. */
import { search, write } from "./database.ts";
import { fileTime } from "./fileTime.ts";
import { configurationOf, type Forest } from "./forests.ts";
import { added, deleted, type Entry } from "./ldif.ts";

/**
 * `usable`: made and effective since more than ten hours. `young`: made just now, effective immediately, and so not yet known to every
 * controller. `future`: effective in ten hours. `none`: there is no key.
 * https://learn.microsoft.com/windows-server/identity/ad-ds/manage/group-managed-service-accounts/group-managed-service-accounts/create-the-key-distribution-services-kds-root-key
 */
export type RootKeyState = "usable" | "young" | "future" | "none";

export const rootKeysDn = (forest: Forest): string =>
  `CN=Master Root Keys,CN=Group Key Distribution Service,CN=Services,${configurationOf(forest)}`;

const hourMs = 3_600_000;
/** Made and effective: hours from now. */
const times: Readonly<Record<Exclude<RootKeyState, "none">, readonly [number, number]>> = {
  usable: [-240, -240],
  young: [0, 0],
  future: [0, 10],
};

export const readRootKeys = (folder: string, forest: Forest): Promise<Entry[]> =>
  search(folder, "-b", rootKeysDn(forest), "-s", "one", "*");

/** Puts a key that the domain had in the place of those that it has. */
export const setRootKeys = async (
  folder: string,
  forest: Forest,
  key: Entry,
  state: RootKeyState,
): Promise<void> => {
  const there = await readRootKeys(folder, forest);
  if (there.length > 0) await write(folder, there.map(({ dn }) => deleted(dn)).join(""), { relax: true });
  if (state === "none") return;
  const [made, effective] = times[state];
  const own = Object.entries(key.bytes).filter(([name]) => name.startsWith("msKds-"));
  const now = Date.now();
  await write(
    folder,
    added(key.dn, {
      objectClass: "msKds-ProvRootKey",
      ...Object.fromEntries(own),
      "msKds-CreateTime": fileTime(now + made * hourMs),
      "msKds-UseStartTime": fileTime(now + effective * hourMs),
    }),
    { relax: true },
  );
};
