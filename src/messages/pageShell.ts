/** The document of the panel: nothing but the page's script and style sheet, under the strictest policy that lets them run. */
export interface Shell {
  /** A random value made anew for every document. */
  readonly nonce: string;
  /** Where the panel's own files come from, as VS Code names it (`webview.cspSource`). */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly title: string;
  /** Language tag of the visible words, such as `en` or `pt-br`. */
  readonly language: string;
}

/**
 * The Content Security Policy of the page. Nothing inline without the nonce, and no eval: the widgets style themselves by
 * constructed style sheets and by properties, which a policy does not govern. Styles take the nonce too, because the toolkit
 * tries out once, in a style element of its own, whether the browser knows `:focus-visible`; it looks for the nonce in a meta
 * element named `csp-nonce`.
 */
export const contentSecurityPolicy = ({ nonce, cspSource }: Pick<Shell, "nonce" | "cspSource">): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource}`,
    `font-src ${cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (found) => entities[found] ?? "");

/** The whole HTML of the page, with every part escaped. */
export const pageHtml = (shell: Shell): string => `<!doctype html>
<html lang="${escaped(shell.language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escaped(contentSecurityPolicy(shell))}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta property="csp-nonce" content="${escaped(shell.nonce)}" />
    <title>${escaped(shell.title)}</title>
    <link rel="stylesheet" href="${escaped(shell.styleUri)}" />
  </head>
  <body>
    <main id="page"></main>
    <script nonce="${escaped(shell.nonce)}" src="${escaped(shell.scriptUri)}"></script>
  </body>
</html>
`;
