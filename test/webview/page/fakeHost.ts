/**
 * Runs in the browser before the page's own script and stands in for VS Code's webview: gives out the interface once, records
 * what the page sends and keeps, applies a theme as VS Code does, and notes every violation of the page's policy.
 */
interface Theme {
  readonly kind: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** VS Code puts a style sheet like this into every webview, in a layer of its own. */
const vscodeDefaults = `@layer vscode-default {
  body { color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size);
    margin: 0; padding: 0 20px; background-color: transparent; }
  a, a code { color: var(--vscode-textLink-foreground); }
  a:hover { color: var(--vscode-textLink-activeForeground); }
  a:focus, input:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { font-family: monospace; color: var(--vscode-textPreformat-foreground);
    background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
  pre code { padding: 0; }
}`;

const sent: unknown[] = [];
const violations: string[] = [];
let stored: unknown;
let interfaces = 0;
let queued: readonly unknown[] = [];

document.addEventListener("securitypolicyviolation", ({ violatedDirective, sample, sourceFile }) => {
  violations.push(`${violatedDirective} ${sample} ${sourceFile}`);
});

const testPage = {
  sent,
  violations,
  stored: () => stored,
  interfaces: () => interfaces,
  /** What was stored before the page was hidden and opened again. */
  restore: (state: unknown) => {
    stored = state;
  },
  /** Views that the host has waiting when the page says that it is ready. */
  queue: (views: readonly unknown[]) => {
    queued = views;
  },
  /** Resolves in the next frame but one, when the widgets have drawn what was done to them. */
  settled: () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  /** Sends a message as the host does, and resolves once it is handled and the widgets have settled. */
  post: (message: unknown) =>
    new Promise<void>((resolve) => {
      const settle = () => void testPage.settled().then(resolve);
      window.addEventListener("message", settle, { once: true });
      window.postMessage(message, "*");
    }),
  theme: ({ kind, variables }: Theme) => {
    for (const [name, value] of Object.entries(variables))
      document.documentElement.style.setProperty(name, value);
    document.body.classList.remove("vscode-dark", "vscode-light", "vscode-high-contrast");
    document.body.classList.add(kind);
    if (kind === "vscode-high-contrast-light") document.body.classList.add("vscode-high-contrast");
    document.body.dataset.vscodeThemeKind = kind;
  },
};

Object.assign(window, {
  testPage,
  acquireVsCodeApi: () => {
    interfaces += 1;
    if (interfaces > 1) throw new Error("VS Code gives its interface out once.");
    return {
      postMessage: (message: unknown) => {
        sent.push(structuredClone(message));
        if (sent.length === 1) for (const view of queued) window.postMessage(view, "*");
      },
      getState: () => stored,
      setState: (state: unknown) => {
        stored = structuredClone(state);
      },
    };
  },
});

const sheet = new CSSStyleSheet();
sheet.replaceSync(vscodeDefaults);
document.adoptedStyleSheets.push(sheet);
