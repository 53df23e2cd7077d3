/** How much is downloaded, and how much is loaded at activation. */
import { statSync } from "node:fs";
import path from "node:path";
import { packageProduct } from "../../../scripts/tools/package.ts";
import type { Measure } from "../figure.ts";

const root = path.join(import.meta.dirname, "../../..");
const kilobytes = (file: string): number => Math.ceil(statSync(file).size / 1024);

export const measure: Measure = async () => {
  const vsix = await packageProduct();
  return [
    {
      what: "host bundle",
      value: kilobytes(path.join(root, "dist/extension.cjs")),
      bound: 600,
      unit: "KB",
    },
    { what: "VSIX", value: kilobytes(vsix), bound: 1536, unit: "KB" },
  ];
};
