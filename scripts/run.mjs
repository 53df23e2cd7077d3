// node scripts/run.mjs NAME [argument ...]: runs scripts/tools/NAME.ts under Node 24, with the dependencies installed. Must run on
// Node 20 with nothing installed.
import { runUnderNode24 } from "./node24.mjs";
import { onPath } from "./tools/onPath.mjs";

const [name = "", ...args] = process.argv.slice(2);
const needsVsCode = process.platform === "linux" && (name === "test" || onPath(["code"]) === undefined);
/** What fetch.mjs gets beside the dependencies where these are not there yet. @type {Readonly<Record<string, readonly string[]>>} */
const besides = {
  start: ["powershell", ...(needsVsCode ? ["vsCode"] : [])],
  test: [
    "powershell",
    ...(needsVsCode && (args[0] === undefined || args[0] === "ui" || args[0] === "host") ? ["vsCode"] : []),
  ],
};
await runUnderNode24(`tools/${name}.ts`, args, besides[name]);
