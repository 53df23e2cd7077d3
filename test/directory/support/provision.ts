/** Makes a domain's first controller. */
import { besideController, filesOf, type ControllerPlace } from "./controller.ts";
import { password } from "./people.ts";

/** Makes the domain in the folder of a controller that is settled. */
export const provision = async (place: ControllerPlace): Promise<void> => {
  const { folder, domain, netbios, host, address } = place;
  await besideController(folder, "samba-tool", [
    // Without the first, the settings of the machine itself are taken.
    ...["domain", "provision", `--configfile=${filesOf(folder).settings}`, `--targetdir=${folder}`],
    ...[
      `--realm=${domain.toUpperCase()}`,
      `--domain=${netbios}`,
      `--host-name=${host}`,
      `--host-ip=${address}`,
    ],
    ...["--server-role=dc", "--dns-backend=SAMBA_INTERNAL", "--base-schema=2019", "--function-level=2016"],
    `--adminpass=${password}`,
  ]);
};
