/** The guided installation as an administrator does it, from the walkthrough to the end. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { practiceTenant } from "../../lab/scenarios/index.ts";
import { until } from "../until.ts";
import { Guided } from "./guided.ts";
import { answerAsInstalled, connect } from "./walked.ts";

/** Each way is walked in another theme, so that its pictures show it. */
const themed = (name: string) => ({ userSettings: { "workbench.colorTheme": name } });
const agentOf = (guided: Guided) => guided.state.services.AADConnectProvisioningAgent;

/** Licence, download, signer and version; then the installation. */
const downloadAndInstall = async (guided: Guided): Promise<void> => {
  const download = await guided.openFromWalkthrough("Get the installer");
  assert.ok(
    await download.getByRole("button", { name: "Download", exact: true }).isDisabled(),
    "the licence comes first",
  );
  await download.getByRole("checkbox", { name: "I accept the licence terms" }).click();
  await guided.press(download, "Show what will change");
  await download.getByRole("table").waitFor();
  await guided.press(download, "Download");
  // The practised version is not the newest that is known.
  await guided.press(
    download,
    "Accept that this is not known: Version 1.1.2334.0 is older than 1.1.2505.0, the newest known.",
  );
  await guided.says(download, "Done");
  const proof = await download.locator("body").innerText();
  assert.match(proof, /Microsoft Corporation/u);
  assert.match(proof, /1\.1\.2334\.0/u);
  assert.match(proof, /[0-9a-f]{64}/u);
  await guided.shot("downloaded");
  const install = await guided.openFromWalkthrough("Install the agent");
  assert.ok(
    await install.getByRole("button", { name: "Install", exact: true }).isDisabled(),
    "the list comes first",
  );
  await guided.press(install, "Show what will change");
  await install.getByRole("table").waitFor();
  await guided.press(install, "Install");
  await guided.says(install, "Done");
  await guided.shot("installed");
};

const answerQuestions = async (guided: Guided): Promise<void> => {
  const account = await guided.openFromWalkthrough("Choose the service account");
  await account.getByRole("radio", { name: /Create the gMSA/u }).click();
  await guided.says(account, "Answered");
  await guided.shot("account");
  const directory = await guided.openFromWalkthrough("Name the directory");
  assert.equal(
    await directory.getByRole("textbox", { name: "Domain", exact: true }).inputValue(),
    "contoso.com",
  );
  await guided.pressByKey(directory, "Use this domain");
  await guided.says(directory, "Answered");
  await guided.shot("directory");
};

/** The directory's own page: a wrong password and the right one, then a second domain with its own administrator. */
const signInToBoth = async (
  guided: Guided,
  passwords: Readonly<Record<"wrong" | "contoso" | "emea", string>>,
): Promise<void> => {
  const directory = await guided.openFromWalkthrough("Name the directory");
  const signIn = async (password: string) => {
    await guided.press(directory, "Sign in to the directory");
    await guided.type(password);
  };
  // What is as it should be is folded away.
  const shows = (text: string) => directory.getByText(text).first().waitFor({ state: "attached" });
  await signIn(passwords.wrong);
  await directory
    .getByText("does not accept the user name or the password of CONTOSO\\ada.")
    .first()
    .waitFor();
  await directory.getByText("the account is locked for everybody who uses it").first().waitFor();
  await guided.shot("wrong-password");
  await signIn(passwords.contoso);
  await shows("CONTOSO\\ada may administer contoso.com.");
  await guided.shot("signed-in");
  await guided.press(directory, "Add a domain");
  await directory.getByRole("textbox", { name: "Domain", exact: true }).nth(1).fill("emea.contoso.com");
  await directory.getByRole("textbox", { name: "Administrator of the domain" }).nth(1).fill("EMEA\\admin");
  await guided.page.keyboard.press("Tab");
  await shows("The forest has other domains: contoso.com.");
  await guided.shot("second-domain");
  await signIn(passwords.emea);
  await shows("EMEA\\admin may administer emea.contoso.com.");
  await guided.shot("both-signed-in");
};

const verifyInPortal = async (guided: Guided): Promise<void> => {
  const verify = await guided.openFromWalkthrough("Verify the agent");
  await guided.press(verify, "Check");
  await guided.says(verify, "Waiting");
  await guided.shot("verify");
  await guided.press(verify, "I see this server as active in the portal");
  await guided.says(verify, "Done");
  assert.match(await verify.locator("body").innerText(), /Seen active in the portal by/u);
};

test("from an unfit server to a verified agent, by the wizard, over a restart of this machine", async () => {
  const guided = await Guided.begin("wizard", "needs-fixes");
  try {
    await guided.openWalkthrough();
    await guided.shot("walkthrough");
    const server = await connect(guided);
    assert.match(await server.locator("body").innerText(), /CONTOSO\\ada/u);
    await guided.shot("connected");

    let prerequisites = await guided.openFromWalkthrough("Check the prerequisites");
    await guided.press(prerequisites, "Check");
    await prerequisites.getByText("Execution policy LocalMachine is Unrestricted").first().waitFor();
    await guided.shot("prerequisites-fail");
    await guided.press(prerequisites, "Show what will change");
    await prerequisites.getByRole("table").waitFor();
    assert.equal(guided.state.executionPolicy.LocalMachine, "Unrestricted", "a list changes nothing");
    await guided.shot("prerequisites-changes");
    await guided.press(prerequisites, "Apply the chosen fixes");
    await guided.says(prerequisites, "Waiting");
    await guided.shot("prerequisites-restart");
    assert.equal(guided.state.executionPolicy.LocalMachine, "RemoteSigned");
    assert.equal(guided.state.services.VaultSvc?.startMode, "Manual");
    assert.ok(guided.state.restartReason);

    await guided.press(prerequisites, "Restart the server");
    await guided.page.locator(".monaco-dialog-box").waitFor();
    await guided.shot("restart-question");
    await guided.dialog("Restart SYNC01");
    await until(() => guided.state.counts.boots === 1);
    // This machine restarts: VS Code goes down with it, and is opened again.
    await guided.reload();
    await guided.continueInterrupted();
    prerequisites = await guided.panel("Check the prerequisites");
    await guided.says(prerequisites, "Done");
    await guided.shot("prerequisites-pass");
    assert.equal(guided.state.restartReason, null);

    await downloadAndInstall(guided);
    assert.equal(guided.state.counts.installs, 1);
    await answerQuestions(guided);

    const confirm = await guided.openFromWalkthrough("Confirm and register");
    await guided.press(confirm, "Show what will change");
    await confirm.getByRole("table").getByText("contoso.com").first().waitFor();
    await guided.shot("confirm-changes");
    assert.equal(guided.state.counts.wizards, 0, "nothing changes without a yes");
    await guided.press(confirm, "Confirm and register");
    await guided.says(confirm, "Waiting");
    await guided.shot("confirm-wizard");
    await guided.completeWizard();
    await guided.press(confirm, `Accept tenant ${practiceTenant} and contoso.com`);
    await guided.says(confirm, "Done");
    await guided.shot("confirmed");
    await verifyInPortal(guided);

    const state = guided.state;
    assert.match(agentOf(guided)?.account ?? "", /\\pGMSA_[0-9a-f]{8}\$$/u);
    assert.equal(agentOf(guided)?.state, "Running");
    assert.equal(state.services.AzureADConnectAgentUpdater?.state, "Running");
    assert.deepEqual(state.registration, {
      domains: ["contoso.com"],
      signedIn: "admin@contoso.onmicrosoft.com",
    });
    assert.deepEqual(state.counts, {
      boots: 1,
      setups: 1,
      installs: 1,
      registrations: 1,
      downloads: 1,
      wizards: 1,
    });

    await guided.openWalkthrough();
    await guided.shot("walkthrough-done");
    await guided.page.locator(".activitybar .action-label[aria-label^='Cloud Sync Agent Setup']").click();
    const rows = guided.page.locator(".sidebar [role=treeitem]");
    await rows.filter({ hasText: "Verify the agent" }).waitFor();
    for (const title of ["Install the agent", "Confirm and register", "Verify the agent"])
      assert.match((await rows.filter({ hasText: title }).getAttribute("aria-label")) ?? "", /, Done/u);
    await guided.shot("setup-view");
  } finally {
    await guided.end();
  }
});

test("by credential: both passwords are asked for by VS Code, and are in no file afterwards", async () => {
  const guided = await Guided.begin("credential", "two-domains", themed("Default Dark Modern"));
  const passwords = ["entra-Secret-4711", "domain-Secret-4712", "emea-Secret-4713"] as const;
  const wrong = "wrong-Secret-4714";
  try {
    await guided.openWalkthrough();
    const server = await guided.openFromWalkthrough("Connect to the server");
    await guided.pressByKey(server, "Connect");
    await guided.says(server, "Done");
    await downloadAndInstall(guided);
    await answerQuestions(guided);
    await signInToBoth(guided, { wrong, contoso: passwords[1], emea: passwords[2] });
    const confirm = await guided.openFromWalkthrough("Confirm and register");
    await confirm.getByRole("radio", { name: /^Credential/u }).click();
    const account = confirm.getByRole("textbox", { name: "Microsoft Entra account" });
    await account.fill("admin@contoso.onmicrosoft.com");
    await guided.page.keyboard.press("Tab");
    await guided.press(confirm, "Show what will change");
    await confirm.getByRole("table").waitFor();
    await guided.press(confirm, "Confirm and register");
    await guided.page.locator(".quick-input-widget:visible input.input").waitFor();
    assert.equal(
      await guided.page.locator(".quick-input-widget:visible input.input").getAttribute("type"),
      "password",
    );
    await guided.shot("password");
    await guided.type(...passwords);
    await guided.press(confirm, `Accept tenant ${practiceTenant} and contoso.com, emea.contoso.com`);
    await guided.says(confirm, "Done");
    await verifyInPortal(guided);
    assert.deepEqual(guided.state.registration, {
      domains: ["contoso.com", "emea.contoso.com"],
      signedIn: "admin@contoso.onmicrosoft.com",
    });
    const files = guided.files();
    assert.ok(
      files.some(([file]) => /[\\/]journal[\\/][^\\/]+\.jsonl$/u.test(file)),
      "the journal is among the files",
    );
    assert.ok(
      files.some(([file]) => file.endsWith(".log")),
      "logs are among the files",
    );
    for (const [file, text] of files)
      for (const password of [...passwords, wrong]) {
        assert.ok(!text.includes(password), file);
        assert.ok(!text.includes(Buffer.from(password, "utf16le").toString("latin1")), file);
      }
  } finally {
    await guided.end();
  }
});

test("the extension host dies after the installation, and in the middle of the registration: nothing is lost or done twice", async () => {
  const guided = await Guided.begin("killed", "healthy", themed("Default High Contrast Light"));
  try {
    await guided.openWalkthrough();
    await connect(guided);
    await downloadAndInstall(guided);
    guided.killExtensionHost();
    await guided.reload();
    await answerQuestions(guided);

    let confirm = await guided.openFromWalkthrough("Confirm and register");
    await guided.press(confirm, "Show what will change");
    await confirm.getByRole("table").waitFor();
    await guided.press(confirm, "Confirm and register");
    await guided.says(confirm, "Waiting");
    await guided.completeWizard("account");
    guided.killExtensionHost();
    await guided.reload();
    await guided.continueInterrupted();
    confirm = await guided.panel("Confirm and register");
    await guided.says(confirm, "Waiting");
    await guided.shot("wizard-still-open");
    await guided.completeWizard();
    await guided.press(confirm, `Accept tenant ${practiceTenant} and contoso.com`);
    await guided.says(confirm, "Done");
    await verifyInPortal(guided);
    assert.deepEqual(guided.state.counts, {
      boots: 0,
      setups: 1,
      installs: 1,
      registrations: 1,
      downloads: 1,
      wizards: 1,
    });
  } finally {
    await guided.end();
  }
});

test("on a server where everything is there, nothing is done twice", async () => {
  const guided = await Guided.begin("installed", "installed", themed("Default High Contrast"));
  try {
    const before = guided.state;
    await guided.openWalkthrough();
    await connect(guided);
    const prerequisites = await guided.openFromWalkthrough("Check the prerequisites");
    await guided.press(prerequisites, "Check");
    await guided.says(prerequisites, "Done");
    await prerequisites.getByText("An agent is already installed on this server.").waitFor();
    const download = await guided.openFromWalkthrough("Get the installer");
    await guided.press(download, "Check again");
    await guided.says(download, "Done");
    const install = await guided.openFromWalkthrough("Install the agent");
    await guided.press(install, "Check again");
    await guided.says(install, "Done");
    await answerAsInstalled(guided);
    const confirm = await guided.openFromWalkthrough("Confirm and register");
    await guided.press(confirm, "Check again");
    await guided.press(confirm, `Accept tenant ${practiceTenant} and contoso.com`);
    await guided.says(confirm, "Done");
    await verifyInPortal(guided);
    assert.deepEqual(guided.state, before);
  } finally {
    await guided.end();
  }
});
