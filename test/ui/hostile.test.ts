/** Texts that others wrote, on every surface of VS Code's own and on the page: they are words, and nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame, Locator } from "playwright-core";
import { webviewFrame } from "../../scripts/tools/vscode/browser.ts";
import { Guided } from "./guided.ts";

/** Where VS Code makes links of texts, it runs this: a new file would open. */
const bait = (words: string): string =>
  `$(flame) [Press ${words}](command:workbench.action.files.newUntitledFile)`;

/** Nothing to press and no icon was made of a text, and nothing was run. */
const onlyWords = async (guided: Guided, where: string): Promise<void> => {
  const { page } = guided;
  const made = page.locator("a, button, [role='button']").filter({ hasText: /^Press /u });
  assert.deepEqual(await made.allInnerTexts(), [], where);
  assert.equal(await page.locator(".codicon-flame:visible").count(), 0, where);
  assert.equal(
    await page
      .locator(".tab")
      .filter({ hasText: /^Untitled/u })
      .count(),
    0,
    where,
  );
};

/** A text is there with its words, and pressing them does nothing. */
const isPressed = async (guided: Guided, text: Locator, words: string): Promise<void> => {
  await text
    .filter({ hasText: `[Press ${words}]` })
    .first()
    .waitFor();
  await onlyWords(guided, words);
  const { x, y, height } = (await text.first().boundingBox()) ?? assert.fail(words);
  for (let across = 20; across < 400; across += 40) await guided.page.mouse.click(x + across, y + height / 2);
  await onlyWords(guided, `${words}, pressed`);
};

const noLinkOnPage = async (frame: Frame, words: string): Promise<void> => {
  await frame.getByText(`[Press ${words}]`).first().waitFor();
  assert.equal(
    await frame
      .locator("a")
      .filter({ hasText: /Press /u })
      .count(),
    0,
    words,
  );
};

test("a plan, a file name, names of a server and its services, and errors of cmdlets make no link and run nothing", async () => {
  const guided = await Guided.begin("hostile", "needs-fixes", {
    userSettings: { "workbench.colorTheme": "Default Light Modern" },
  });
  const { page, lab } = guided;
  const notification = page.locator(".notifications-toasts .notification-list-item-message");
  const clear = () => guided.command("Notifications: Clear All Notifications");
  try {
    lab.change((state) => {
      state.computer.name = bait("the server");
      state.policies.registry = [
        {
          path: "SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Server",
          name: "Enabled",
          policy: bait("the policy"),
        },
      ];
      const { VaultSvc } = state.services;
      assert.ok(VaultSvc);
      state.services.ADSync = {
        ...VaultSvc,
        name: "ADSync",
        displayName: bait("the service"),
        startMode: "Auto",
        state: "Running",
      };
    });

    await guided.command("Cloud Sync: Use Plan File...");
    await guided.chooseFile(
      guided.write(
        `${bait("the file")}.cloudsync.json`,
        JSON.stringify({ [bait("the key")]: 1, account: bait("the value") }),
      ),
    );
    await notification.first().waitFor();
    await guided.shot("plan");
    await isPressed(guided, notification, "the file");
    await clear();

    await guided.command("Cloud Sync: Open Setup Step...");
    await guided.type("Connect to the server");
    const server = await guided.panel("Connect to the server");
    await guided.press(server, "Connect");
    await guided.says(server, "Done");
    await noLinkOnPage(server, "the server");
    await guided.shot("server");

    await guided.command("Cloud Sync: Undo Changes...");
    await isPressed(guided, notification, "the server");
    await guided.shot("nothing-to-undo");
    await clear();

    await guided.command("Cloud Sync: Open Setup Step...");
    await guided.type("Check the prerequisites");
    const prerequisites = await guided.panel("Check the prerequisites");
    await guided.press(prerequisites, "Check");
    for (const words of ["the policy", "the service"]) await noLinkOnPage(prerequisites, words);
    await guided.press(prerequisites, "Show what will change");
    await prerequisites.getByRole("table").waitFor();
    await guided.press(prerequisites, "Apply the chosen fixes");
    await guided.says(prerequisites, "Waiting");
    await page.locator(".statusbar-item").filter({ hasText: "[Press the server]" }).first().waitFor();
    await onlyWords(guided, "status bar and tree");
    await guided.shot("waiting");
    assert.equal(
      await prerequisites
        .locator("a")
        .filter({ hasText: /Press /u })
        .count(),
      0,
      "the page",
    );

    // A cmdlet's error, where no page is there to show it.
    lab.change((state) => {
      state.next.fails["Write-ExecutionPolicyState"] = bait("the error");
    });
    await guided.command("Cloud Sync: Undo Changes...");
    const list = page.locator(".quick-input-widget:visible");
    await list.locator(".monaco-list-row").first().waitFor();
    await onlyWords(guided, "list of changes");
    await list.locator("input.input").fill("Execution policy");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.locator(".monaco-dialog-box").waitFor();
    await guided.shot("question");
    await onlyWords(guided, "question");
    await page.keyboard.press("Enter");
    await isPressed(guided, notification, "the error");
    await guided.shot("error");
    await clear();

    // A trace's report is Markdown as it reads: of what is quoted nothing is a link, and the documents are.
    const lure = `${bait("the trace")} <a href="https://evil.example/">Press</a> https://evil.example/ a@evil.example`;
    const entries = [`Could not create SSL/TLS secure channel ${lure}`, lure];
    await guided.command("Cloud Sync: Diagnose a Trace File...");
    await guided.chooseFile(
      guided.write(
        `${bait("the log")}.log`,
        entries.map((one) => `[15:16:14.583] [ 16] [ERROR] ${one}`).join("\r\n"),
      ),
      "Diagnose",
    );
    await page.locator(".quick-input-widget:visible .monaco-list-row").filter({ hasText: "Leave" }).click();
    const report = await webviewFrame(page, (frame) =>
      frame.getByRole("heading", { name: "Diagnosis of" }).count(),
    );
    await report.getByText("agree on no version of TLS").first().waitFor();
    await report.getByText("[Press the trace]").first().waitFor();
    for (const made of await report.locator("a[href]").all())
      assert.match((await made.getAttribute("href")) ?? "", /^https:\/\/learn\.microsoft\.com\//u);
    assert.ok((await report.locator("a[href]").count()) > 0);
    await guided.shot("report");
  } finally {
    await guided.end();
  }
});
