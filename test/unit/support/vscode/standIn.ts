/**
 * Stands in for the part of VS Code that the extension uses, where a test looks at what goes through it: what is registered,
 * shown, asked and posted. The host tier has the real one.
 */
type Listener<T> = (value: T) => unknown;

/** What a window of VS Code holds; a test looks at it, and begins anew with `openWindow`. */
export interface Window {
  readonly commands: Map<string, (...given: unknown[]) => unknown>;
  readonly contexts: Map<string, unknown>;
  readonly trees: Map<string, unknown>;
  /** What takes what is dragged in a view, and the rows that are selected there. */
  readonly drags: Map<string, unknown>;
  readonly selections: Map<string, readonly unknown[]>;
  readonly panels: Panel[];
  readonly status: { text: string; command?: { arguments: unknown[] }; isShown: boolean }[];
  /** Messages, with the labels of their buttons. */
  readonly messages: { readonly text: string; readonly buttons: readonly string[] }[];
  readonly logged: string[];
  /** What the person presses, by the message's text; nothing where this says nothing. */
  press: (text: string, buttons: readonly string[]) => string | undefined;
  /** What the person chooses of a list: its place. */
  choose: (labels: readonly string[]) => number | undefined;
  /** What is typed into a box that asks this; it is closed where that is undefined. */
  type: (prompt: string) => string | undefined;
  readonly settings: Map<string, unknown>;
  /** The file that the person names in a box for saving, and what it was asked with; undefined closes it. */
  save: (options: unknown) => Uri | undefined;
  /** What was written, by its path. */
  readonly files: Map<string, string>;
  /** What the disk says to a file that is written; it takes it where this says nothing. */
  disk: (path: string) => Error | undefined;
  /** How large a file says it is; as large as what was written of it where this says nothing. */
  size: (path: string) => number | undefined;
  /** The files that were read, in order. */
  readonly reads: string[];
  /** Who makes the pages of a scheme. */
  readonly makers: Map<string, { provideTextDocumentContent: (uri: Uri) => string }>;
  /** The texts of the pages that were shown, in order. */
  readonly pages: string[];
}

export interface Panel {
  title: string;
  isOpen: boolean;
  /** How often it was brought to the front. */
  reveals: number;
  readonly posted: unknown[];
  /** The page says something. */
  say: (message: unknown) => void;
  close: () => void;
}

const fresh = (): Window => ({
  commands: new Map(),
  contexts: new Map(),
  trees: new Map(),
  drags: new Map(),
  selections: new Map(),
  panels: [],
  status: [],
  messages: [],
  logged: [],
  press: () => undefined,
  choose: () => undefined,
  type: () => undefined,
  settings: new Map(),
  save: () => undefined,
  files: new Map(),
  disk: () => undefined,
  size: () => undefined,
  reads: [],
  makers: new Map(),
  pages: [],
});

let now = fresh();
/** Another window from now on; what was registered in an earlier one stays there. */
export const openWindow = (): Window => {
  now = fresh();
  return now;
};
export const inWindow = (window: Window): void => {
  now = window;
};

export class Disposable {
  readonly #end: () => unknown;
  constructor(end: () => unknown) {
    this.#end = end;
  }
  static from(...all: { dispose: () => unknown }[]): Disposable {
    return new Disposable(() => {
      for (const one of all) one.dispose();
    });
  }
  dispose(): void {
    this.#end();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };
  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class Uri {
  readonly scheme: string;
  readonly path: string;
  constructor(scheme: string, path: string) {
    this.scheme = scheme;
    this.path = path;
  }
  get fsPath(): string {
    return this.path;
  }
  with({ path }: { path: string }): Uri {
    return new Uri(this.scheme, path);
  }
  static file(path: string): Uri {
    return new Uri("file", path);
  }
  static from({ scheme, path }: { scheme: string; path: string }): Uri {
    return new Uri(scheme, path);
  }
  static parse(text: string): Uri {
    return new Uri(text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1));
  }
  static joinPath(base: Uri, ...parts: string[]): Uri {
    return new Uri(base.scheme, [base.path, ...parts].join("/"));
  }
  toString(): string {
    return `${this.scheme}:${this.path}`;
  }
}

export class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;
  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}
export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;
  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}
export class DataTransferItem {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const ViewColumn = { Active: -1, Beside: -2 };
export const ProgressLocation = { Notification: 15 };

const ask = (text: string, ...rest: unknown[]): Promise<unknown> => {
  const items = rest.filter(
    (one): one is { title: string } => typeof one === "object" && one !== null && "title" in one,
  );
  const buttons = items.map(({ title }) => title);
  now.messages.push({ text, buttons });
  const pressed = now.press(text, buttons);
  return Promise.resolve(items.find(({ title }) => title === pressed));
};

const makePanel = (title: string): unknown => {
  const window = now;
  const said = new EventEmitter<unknown>();
  const ended = new EventEmitter<undefined>();
  const panel: Panel = {
    title,
    isOpen: true,
    reveals: 0,
    posted: [],
    say: (message) => {
      said.fire(message);
    },
    close: () => {
      panel.isOpen = false;
      ended.fire(undefined);
    },
  };
  window.panels.push(panel);
  return {
    get title() {
      return panel.title;
    },
    set title(text: string) {
      panel.title = text;
    },
    iconPath: undefined,
    webview: {
      html: "",
      cspSource: "source",
      asWebviewUri: (uri: Uri) => uri,
      onDidReceiveMessage: said.event,
      postMessage: (message: unknown) => {
        panel.posted.push(message);
        return Promise.resolve(true);
      },
    },
    onDidDispose: ended.event,
    reveal: () => {
      panel.reveals += 1;
    },
    dispose: panel.close,
  };
};

const nothing = (): Disposable => new Disposable(() => undefined);

export const window = {
  createOutputChannel: () => {
    const { logged } = now;
    const line = (text: string) => logged.push(text);
    return { debug: line, warn: line, error: line, show: () => undefined, dispose: () => undefined };
  },
  createStatusBarItem: () => {
    const item = { text: "", isShown: false };
    now.status.push(item);
    return Object.assign(item, {
      show: () => (item.isShown = true),
      hide: () => (item.isShown = false),
      dispose: () => undefined,
    });
  },
  createWebviewPanel: (_: string, title: string) => makePanel(title),
  registerTreeDataProvider: (view: string, rows: unknown) => {
    now.trees.set(view, rows);
    return nothing();
  },
  createTreeView: (
    view: string,
    {
      treeDataProvider,
      dragAndDropController,
    }: { treeDataProvider: unknown; dragAndDropController?: unknown },
  ) => {
    now.trees.set(view, treeDataProvider);
    now.drags.set(view, dragAndDropController);
    const { selections } = now;
    return {
      dispose: () => undefined,
      get selection() {
        return selections.get(view) ?? [];
      },
    };
  },
  showInformationMessage: ask,
  showErrorMessage: ask,
  showWarningMessage: ask,
  showQuickPick: (items: readonly { label: string }[]) => {
    const at = now.choose(items.map(({ label }) => label));
    return Promise.resolve(at === undefined ? undefined : items[at]);
  },
  showSaveDialog: (options: unknown) => Promise.resolve(now.save(options)),
  showInputBox: (asked: { prompt?: string; validateInput?: (value: string) => string | undefined }) => {
    const typed = now.type(asked.prompt ?? "");
    // VS Code keeps a box open whose text is wrong.
    return Promise.resolve(
      typed === undefined || asked.validateInput?.(typed) !== undefined ? undefined : typed,
    );
  },
  showTextDocument: () => Promise.resolve(undefined),
  withProgress: (
    _: unknown,
    work: (progress: { report: () => void }, token: { onCancellationRequested: () => Disposable }) => unknown,
  ) => work({ report: () => undefined }, { onCancellationRequested: nothing }),
};

export const commands = {
  registerCommand: (name: string, work: (...given: unknown[]) => unknown) => {
    now.commands.set(name, work);
    return nothing();
  },
  executeCommand: (name: string, ...given: unknown[]) => {
    if (name === "setContext") now.contexts.set(String(given[0]), given[1]);
    return Promise.resolve(now.commands.get(name)?.(...given));
  },
};

export const workspace = {
  registerTextDocumentContentProvider: (
    scheme: string,
    maker: { provideTextDocumentContent: (uri: Uri) => string },
  ) => {
    now.makers.set(scheme, maker);
    return nothing();
  },
  onDidCloseTextDocument: nothing,
  openTextDocument: (uri: Uri) => {
    const text = now.makers.get(uri.scheme)?.provideTextDocumentContent(uri);
    if (text !== undefined) now.pages.push(text);
    return Promise.resolve({});
  },
  getConfiguration: () => {
    const { settings } = now;
    return { get: (name: string, otherwise: unknown) => settings.get(name) ?? otherwise };
  },
  workspaceFolders: undefined,
  fs: {
    stat: ({ path }: Uri) => {
      const refused = now.disk(path);
      if (refused) return Promise.reject(refused);
      return Promise.resolve({ size: now.size(path) ?? Buffer.byteLength(now.files.get(path) ?? "") });
    },
    readFile: ({ path }: Uri) => {
      now.reads.push(path);
      return Promise.resolve(Buffer.from(now.files.get(path) ?? "", "utf8"));
    },
    writeFile: ({ path }: Uri, bytes: Uint8Array) => {
      const refused = now.disk(path);
      if (refused) return Promise.reject(refused);
      now.files.set(path, Buffer.from(bytes).toString("utf8"));
      return Promise.resolve();
    },
    rename: (from: Uri, to: Uri) => {
      const refused = now.disk(to.path);
      if (refused) return Promise.reject(refused);
      now.files.set(to.path, now.files.get(from.path) ?? "");
      now.files.delete(from.path);
      return Promise.resolve();
    },
    delete: ({ path }: Uri) => {
      now.files.delete(path);
      return Promise.resolve();
    },
  },
};

export const env = { language: "en", openExternal: () => Promise.resolve(true) };
export const l10n = { bundle: undefined };
