/** The view Domain Controllers and what is done in it: by dragging, by keys, by menus and from the palette, on one plan with the page. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type * as vscode from "vscode";
import { emptyPlan } from "../../../src/setup/plan.ts";
import type { ControllerRow, ListRow } from "../../../src/ui/controllersView.ts";
import { newFolder, removeFolders, start, type Host } from "../support/vscode/host.ts";

after(removeFolders);

const view = "cloudSyncSetup.controllers";
const [a, b, c] = ["dc1.contoso.com", "dc2.contoso.com", "dc3.contoso.com"] as const;

interface Drags {
  readonly handleDrag: (rows: readonly ListRow[], data: Map<string, unknown>) => void;
  readonly handleDrop: (onto: ListRow | undefined, data: Map<string, unknown>) => Promise<void>;
}

const opened = async (...domains: readonly (readonly [name: string, ...order: string[]])[]) => {
  const host = await start(newFolder());
  const run = host.runs.active;
  await run.plan.use({
    ...emptyPlan(),
    domains: domains.map(([name, ...preferredDomainControllers]) => ({ name, preferredDomainControllers })),
  });
  const rows = host.window.trees.get(view) as vscode.TreeDataProvider<ListRow>;
  const children = async (of?: ListRow) => (await rows.getChildren(of)) ?? [];
  const row = async (name: string): Promise<ListRow> => {
    for (const domain of await children())
      for (const one of [domain, ...(await children(domain))])
        if (name === ("host" in one ? one.host : one.domain)) return one;
    return assert.fail(name);
  };
  const drags = host.window.drags.get(view) as Drags;
  return {
    host,
    run,
    rows,
    children,
    row,
    orders: () => run.plan.now.domains.map(({ preferredDomainControllers }) => preferredDomainControllers),
    does: async (command: string, argument?: unknown) => {
      await host.window.commands.get(`cloudSyncSetup.${command}`)?.(argument);
    },
    drag: async (from: string, onto: string | undefined) => {
      const data = new Map<string, unknown>();
      drags.handleDrag([await row(from)], data);
      await drags.handleDrop(onto === undefined ? undefined : await row(onto), data);
    },
    select: async (name: string) => {
      host.window.selections.set(view, [await row(name)]);
    },
  };
};
const said = ({ window }: Host) => window.messages.map(({ text }) => text);

test("a tree per domain has its order with numbers, and says in words what an icon shows", async () => {
  const { host, rows, children } = await opened(["contoso.com", a, "dc.fabrikam.com"], ["fabrikam.com"]);
  const domains = await children();
  assert.deepEqual(
    domains.map(({ domain }) => domain),
    ["contoso.com", "fabrikam.com"],
  );
  const items = await Promise.all(
    (await children(domains[0])).map((one) => rows.getTreeItem(one) as Promise<vscode.TreeItem>),
  );
  assert.deepEqual(
    items.map(({ label, contextValue }) => [label, contextValue]),
    [
      [`1. ${a}`, "controller"],
      ["2. dc.fabrikam.com", "controller"],
    ],
  );
  const words = "2 of 2, not in the domain contoso.com, not measured";
  assert.deepEqual(
    items.slice(1).map(({ tooltip, accessibilityInformation }) => [tooltip, accessibilityInformation?.label]),
    [[words, `2. dc.fabrikam.com, ${words}`]],
  );
  const empty = await rows.getTreeItem(domains[1] ?? assert.fail());
  assert.equal(empty.description, "no list: any is used");
  host.close();
});

test("where no domain is planned the view has no row, and a command says so", async () => {
  const { host, children, does } = await opened();
  assert.deepEqual(await children(), []);
  await does("moveControllerUp");
  assert.deepEqual(said(host), ["The plan names no domain yet."]);
  host.close();
});

test("a row is dragged onto another, onto its domain or beside the rows; into another domain it does not go", async () => {
  const { host, drag, orders } = await opened(["contoso.com", a, b, c], ["fabrikam.com", "x.fabrikam.com"]);
  await drag(c, a);
  assert.deepEqual(orders()[0], [c, a, b]);
  await drag(c, b);
  assert.deepEqual(orders()[0], [a, b, c]);
  await drag(a, "contoso.com");
  assert.deepEqual(orders()[0], [b, c, a]);
  await drag(b, undefined);
  assert.deepEqual(orders()[0], [c, a, b]);
  await drag(c, "x.fabrikam.com");
  await drag("contoso.com", b);
  assert.deepEqual(orders(), [[c, a, b], ["x.fabrikam.com"]]);
  host.close();
});

test("a key moves, removes and undoes in the row that is selected; a menu in the row it was opened on", async () => {
  const { host, does, orders, row, select } = await opened(["contoso.com", a, b, c]);
  await select(c);
  await does("moveControllerUp");
  assert.deepEqual(orders()[0], [a, c, b]);
  await does("moveControllerToTop");
  await does("moveControllerUp");
  assert.deepEqual(orders()[0], [c, a, b], "further than the top nothing goes");
  await does("moveControllerDown", await row(a));
  assert.deepEqual(orders()[0], [c, b, a]);
  await does("moveControllerToBottom");
  assert.deepEqual(orders()[0], [b, a, c]);
  await does("removeController");
  assert.deepEqual(orders()[0], [b, a]);
  await does("undoControllers");
  assert.deepEqual(orders()[0], [b, a, c]);
  host.close();
});

test("from the palette the domain and the controller are chosen, and closing the list changes nothing", async () => {
  const { host, does, orders } = await opened(
    ["contoso.com", a, b],
    ["fabrikam.com", "x.fabrikam.com", "y.fabrikam.com"],
  );
  const asked: (readonly string[])[] = [];
  host.window.choose = (labels) => {
    asked.push(labels);
    return 1;
  };
  await does("moveControllerUp");
  assert.deepEqual(asked, [
    ["contoso.com", "fabrikam.com"],
    ["1. x.fabrikam.com", "2. y.fabrikam.com"],
  ]);
  assert.deepEqual(orders()[1], ["y.fabrikam.com", "x.fabrikam.com"]);
  host.window.choose = () => undefined;
  await does("removeController");
  assert.deepEqual(orders()[0], [a, b]);
  host.close();
});

test("a name is added where it is one; a button that would change nothing says so", async () => {
  const { host, does, orders } = await opened(["contoso.com", a]);
  host.window.type = () => "dc9";
  await does("addController");
  assert.deepEqual(orders()[0], [a], "the box does not take it");
  host.window.type = (prompt) => (prompt.includes("dc1.contoso.com") ? ` ${b} ` : undefined);
  await does("addController");
  assert.deepEqual(orders()[0], [a, b]);
  await does("orderControllersByLatency");
  assert.deepEqual(said(host), ["Order by latency: the list of contoso.com would stay as it is."]);
  host.close();
});

test("a row that is there no more, or is none, changes nothing", async () => {
  const { host, does, orders, run } = await opened(["contoso.com", a, b]);
  const server = run.target.id;
  const gone: ControllerRow = { kind: "controller", server, domain: "contoso.com", host: "dc9.contoso.com" };
  await does("moveControllerUp", gone);
  await does("removeController", gone);
  for (const odd of [{ kind: "controller", server, domain: "__proto__", host: a }, { kind: 1 }, "x", null])
    await does("moveControllerDown", odd);
  assert.deepEqual(orders()[0], [a, b]);
  host.close();
});
