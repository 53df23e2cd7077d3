/**
 * The stand-in for AADConnectProvisioningAgentWizard.exe: its screens as loopback pages that a person completes. The
 * real one is a window on the server's desktop. Screens and their order: Microsoft, "Install the Microsoft Entra
 * provisioning agent" (2025-26). What is typed as a password is thrown away where it arrives.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { practiceAccount, practiceTenant } from "../scenarios/index.ts";
import { agentGetsOut, registrationTimedOut } from "./agent.ts";
import type { Machine } from "./machine.ts";

interface Answers {
  account: string;
  kind: string;
  custom: string;
  domains: string[];
  isDone: boolean;
}

const escaped = (text: string): string => text.replace(/[&<>"]/gu, (one) => `&#${one.charCodeAt(0)};`);

const cancel = ' <button formaction="/wizard/cancel" formnovalidate>Cancel</button>';

const field = (name: string, label: string, type = "text"): string =>
  `<p><label>${label}<br><input name="${name}" type="${type}" required autocomplete="off"></label></p>`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title} - practice wizard</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem}input{font:inherit;padding:.3rem;width:20rem;max-width:100%}input[type=radio]{width:auto}button{font:inherit;padding:.4rem 1.2rem}aside{color:#444;border-left:4px solid #06c;padding-left:1rem}</style></head>
<body><main><h1>${title}</h1>${body}</main><aside><p>Practice: this stands in for the agent's own wizard. It talks to nobody.</p></aside></body></html>`;

const form = (to: string, body: string, button = "Next", more = cancel): string =>
  `<form method="post" action="/wizard/${to}">${body}<p><button>${button}</button>${more}</p></form>`;

type Screen = (answers: Answers) => string;
const screens: Readonly<Record<string, Screen>> & { readonly confirm: Screen } = {
  welcome: () => page("Welcome", form("extension", "<p>This wizard configures the provisioning agent.</p>")),
  extension: () =>
    page(
      "Select Extension",
      form(
        "entra",
        '<p><label><input type="radio" name="extension" checked> HR-driven provisioning (Workday and SuccessFactors) / Azure AD Connect Cloud Sync</label></p>',
      ),
    ),
  entra: () =>
    page(
      "Connect Microsoft Entra ID",
      form("account", field("account", "User name") + field("password", "Password", "password")),
    ),
  account: () =>
    page(
      "Configure Service Account",
      form(
        "directory",
        `<p><label><input type="radio" name="kind" value="create" checked> Create gMSA</label></p>
<p><label><input type="radio" name="kind" value="custom"> Use custom gMSA</label></p>
<p><label>Custom gMSA<br><input name="custom"></label></p>` +
          field("administrator", "Domain administrator") +
          field("password", "Password", "password"),
      ),
    ),
  directory: () =>
    page(
      "Connect Active Directory",
      form(
        "confirm",
        field("domain", "Domain") +
          field("administrator", "Domain administrator") +
          field("password", "Password", "password"),
        "Add Directory",
      ),
    ),
  confirm: ({ account, kind, custom, domains }) =>
    page(
      "Configuration complete",
      form(
        "done",
        `<ul><li>Signed in as ${escaped(account)}</li><li>Service account: ${kind === "custom" ? escaped(custom) : "create gMSA"}</li>${domains.map((one) => `<li>Domain ${escaped(one)}</li>`).join("")}</ul>`,
        "Confirm",
      ) + '<p><a href="/wizard/directory">Add another directory</a></p>',
    ),
  done: () => page("Your agent installation is complete.", form("exit", "", "Exit", "")),
};

const closed = page(
  "The wizard is not open",
  "<p>It opens when the step <i>Confirm and register</i> starts it.</p>",
);

const timedOut = page(
  "The agent was not registered",
  form("confirm", `<p>${registrationTimedOut}</p>`, "Back"),
);

const formOf = async (request: IncomingMessage): Promise<URLSearchParams> => {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const form = new URLSearchParams(body);
  // Looked at nowhere, kept nowhere.
  form.delete("password");
  return form;
};

const unanswered = (): Answers => ({ account: "", kind: "create", custom: "", domains: [], isDone: false });

/** The screen that is due: the one asked for, or an earlier one whose answer is still missing. */
const due = (wanted: string, answers: Answers): string => {
  const order = Object.keys(screens);
  const missing = [
    ...(answers.account === "" ? ["entra"] : []),
    ...(answers.kind === "custom" && answers.custom === "" ? ["account"] : []),
    ...(answers.domains.length === 0 ? ["directory"] : []),
  ];
  return missing.find((screen) => order.indexOf(screen) < order.indexOf(wanted)) ?? wanted;
};

const take = (answers: Answers, given: URLSearchParams): void => {
  answers.account = given.get("account") ?? answers.account;
  answers.kind = given.get("kind") ?? answers.kind;
  answers.custom = given.get("custom") ?? answers.custom;
  const domain = given.get("domain") ?? "";
  if (domain !== "" && !answers.domains.includes(domain)) answers.domains.push(domain);
};

const register = (machine: Machine, answers: Answers): void => {
  machine.useAccount(answers.kind === "custom" ? `CONTOSO\\${answers.custom}` : practiceAccount);
  machine.state.change((now) => {
    now.registration.domains = [...answers.domains];
  });
  // To a custom account too, but from 1.1.2505.0 on where it is told otherwise (version history); it is not asked here.
  for (const domain of answers.domains) machine.gives(domain);
  machine.register(practiceTenant, answers.account);
  answers.isDone = true;
};

/** The pages of one machine's wizard. */
export const wizardPages = (machine: Machine) => {
  let answers = unanswered();
  let opened = 0;
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const screen = /^\/wizard(?:\/(\w+))?$/u.exec(pathname);
    if (!screen) return false;
    const wanted = screen[1] ?? "welcome";
    const show = (html: string) => {
      response
        .writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
        .end(html);
      return true;
    };
    if (!machine.wizardIsOpen) return show(closed);
    const openings = machine.state.now.counts.wizards;
    if (openings !== opened || (wanted === "welcome" && !answers.isDone)) answers = unanswered();
    opened = openings;
    if (wanted === "exit" || wanted === "cancel") {
      machine.closeWizard();
      return show(page("The wizard is closed", "<p>Go back to Visual Studio Code.</p>"));
    }
    const isPost = request.method === "POST";
    if (isPost) take(answers, await formOf(request));
    const name = answers.isDone ? "done" : due(wanted, answers);
    const draw = screens[name];
    if (!draw) return false;
    if (name === "done" && !answers.isDone) {
      if (!isPost) return show(screens.confirm(answers));
      if (!agentGetsOut(machine.dir, machine.state.now)) return show(timedOut);
      register(machine, answers);
    }
    return show(draw(answers));
  };
};
