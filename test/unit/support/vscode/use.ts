/** Lets the modules that a test imports from here on find the stand-in where they ask for `vscode`. */
import { registerHooks } from "node:module";

const standIn = new URL("standIn.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "vscode"
      ? { url: standIn, format: "module-typescript", shortCircuit: true }
      : next(specifier, context),
});
