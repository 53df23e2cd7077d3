// node scripts/fetch.mjs powershell|vsCode: gets it where it is not there. Must run on Node 20 with nothing installed.
import { findPowerShell } from "./tools/powershell.mjs";
import { installVsCode } from "./tools/vscode/install.mjs";

/** @type {Readonly<Record<string, () => Promise<unknown>>>} */
const fetches = { powershell: () => findPowerShell(), vsCode: () => installVsCode() };

const fetch = fetches[process.argv[2] ?? ""];
if (fetch === undefined) throw new Error(`node scripts/fetch.mjs ${Object.keys(fetches).join("|")}`);
await fetch();
