/** The names of the operations, as the module has them: one list, in src/setup/operations/index.ts. */
import { directoryOperations, operations } from "../../src/setup/operations/index.ts";

/** What a session may be asked: of its server, and of the directory from there. */
const ofSession = [...operations, ...directoryOperations];

/** The names in single quotes, a line each. */
const quoted = (indent: string): string => ofSession.map(({ name }) => `${indent}'${name}'`).join(",\n");

/** The text of OperationNames.ps1: what a session may be asked. */
export const operationNamesScript = (): string =>
  [
    "# Written by npm run manifest from src/setup/operations/index.ts: what a session may be asked.",
    "",
    "$script:OperationNames = @(",
    quoted("    "),
    ")",
    "",
  ].join("\n");

/** The module's manifest with the same names in its `FunctionsToExport`; the rest of it stays as it is. */
export const withExportedFunctions = (manifest: string): string =>
  manifest.replace(
    /FunctionsToExport = @\([^)]*\)/u,
    () => `FunctionsToExport = @(\n${quoted("        ")},\n        'Invoke-CloudSyncOperation'\n    )`,
  );
