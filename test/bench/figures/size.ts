/** How much is downloaded, and how much is loaded at activation. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { packageProduct } from "../../../scripts/tools/package.ts";
import type { Measure } from "../figure.ts";

const root = path.join(import.meta.dirname, "../../..");
const kilobytes = (...files: string[]): number =>
  Math.ceil(files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024);

/** The most of each, in KB of 1024 bytes. */
export const bounds = { activation: 300, vsix: 344 } as const;

interface Output {
  readonly entryPoint?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly {
    readonly path: string;
    readonly kind: string;
    readonly external?: boolean;
  }[];
}

/**
 * The files that the extension's own loads before it does anything, and itself, with the sources they are made of. The others wait
 * for their first use.
 */
export const atActivation = (): {
  readonly files: readonly string[];
  readonly sources: readonly string[];
} => {
  const { outputs } = JSON.parse(readFileSync(path.join(root, "out/meta-host.json"), "utf8")) as {
    readonly outputs: Readonly<Record<string, Output>>;
  };
  const found = new Set(
    Object.keys(outputs).filter((file) => outputs[file]?.entryPoint === "src/extension.ts"),
  );
  for (const file of found)
    for (const { path: next, kind, external } of outputs[file]?.imports ?? [])
      if (kind === "import-statement" && external !== true) found.add(next);
  return {
    files: [...found].map((file) => path.join(root, "dist", path.basename(file))),
    sources: [...found].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {})),
  };
};

export const measure: Measure = async () => {
  const vsix = await packageProduct();
  const { files } = atActivation();
  return [
    {
      what: "host bundle, as far as activation loads it",
      value: kilobytes(...files),
      bound: bounds.activation,
      unit: "KB",
      beside: `in ${files.length} files`,
    },
    { what: "VSIX", value: kilobytes(vsix), bound: bounds.vsix, unit: "KB" },
  ];
};
