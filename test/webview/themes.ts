/** The colours of VS Code's four built-in kinds of theme, as VS Code 1.139 sets them. */
import dark from "./themes/dark.json" with { type: "json" };
import highContrast from "./themes/hc-black.json" with { type: "json" };
import highContrastLight from "./themes/hc-light.json" with { type: "json" };
import light from "./themes/light.json" with { type: "json" };
import type { Theme } from "./panel.ts";

export const themes = {
  dark,
  light,
  "hc-black": highContrast,
  "hc-light": highContrastLight,
} satisfies Readonly<Record<string, Theme>>;
