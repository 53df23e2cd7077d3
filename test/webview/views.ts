/** Views as the host sends them, for the tests: each shows one thing a person meets. */
import type { Field, FindingView, StepView } from "../../src/messages/view.ts";

type FieldOf<Kind extends Field["kind"]> = Extract<Field, { kind: Kind }>;

export const viewOf = (parts: Partial<StepView> = {}): StepView => ({
  kind: "view",
  step: "prerequisites",
  server: { id: "S1", name: "SYNC01", where: "this machine" },
  title: "Check the prerequisites",
  lines: [
    "The agent needs a few settings on the server. Each is checked; what can be fixed here is offered.",
  ],
  fields: [],
  findings: [],
  state: { kind: "todo", word: "To do", proof: [] },
  actions: [],
  words: {},
  ...parts,
});

export const source = { id: "howToInstall", label: "Where this comes from" };

export const failed: FindingView = {
  rule: "tls12",
  about: "SYNC01",
  verdict: "fail",
  summary: "TLS 1.2 is switched off for outgoing connections.",
  why: "The agent reaches Microsoft Entra over TLS 1.2 only.",
  evidence: [
    { name: "Client\\Enabled", value: "0" },
    { name: "SchUseStrongCrypto", value: "(none)" },
  ],
  source,
  fix: { label: "Switch TLS 1.2 on", chosen: true },
};

export const failedElsewhere: FindingView = {
  rule: "kdsKey",
  about: "contoso.com",
  verdict: "fail",
  summary: "The domain has no KDS root key.",
  why: "Without it the domain cannot make passwords for group managed service accounts.",
  evidence: [{ name: "Keys found", value: "0" }],
  source,
  advice: {
    text: "Run on a domain controller:",
    command: "Add-KdsRootKey -EffectiveImmediately",
    link: "kdsRootKey",
  },
};

export const notKnown: FindingView = {
  rule: "executionPolicy",
  about: "SYNC01",
  verdict: "unknown",
  summary: "The execution policy could not be read.",
  why: "A policy of AllSigned stops the agent's own scripts.",
  evidence: [{ name: "Error", value: "Access is denied." }],
  source,
  acceptance: { label: "Accept that this is not known" },
};

export const warned: FindingView = {
  rule: "memory",
  about: "SYNC01",
  verdict: "warning",
  summary: "The server has 3 GB of memory; 4 GB is recommended.",
  why: "With less the agent may be slow in large directories.",
  evidence: [{ name: "Memory", value: "3072 MB" }],
  source,
  advice: { text: "Owned by the administrator of the virtual machine. Ask for 4 GB." },
};

export const passedAs = (rule: string): FindingView => ({
  rule,
  about: "SYNC01",
  verdict: "pass",
  summary: `${rule} is as it should be.`,
  why: "The agent runs on supported versions of Windows Server only.",
  evidence: [{ name: "Build", value: "20348" }],
  source,
});

export const choiceField: FieldOf<"choice"> = {
  kind: "choice",
  id: "method",
  label: "How to register the agent",
  help: "The wizard works with every kind of account.",
  options: [
    { value: "wizard", label: "With the agent's own wizard", detail: "Opens on the server's desktop" },
    { value: "credential", label: "With a user name and a password" },
    { value: "accessToken", label: "With a short-lived token", detail: "Experimental" },
  ],
  value: "wizard",
  disabled: false,
};

export const severalField: FieldOf<"several"> = {
  kind: "several",
  id: "types",
  label: "Permission types",
  options: [
    { value: "BasicRead", label: "BasicRead", detail: "reads all properties of users and groups" },
    { value: "PasswordHashSync", label: "PasswordHashSync", detail: "reads every password's hash" },
    { value: "PasswordWriteBack", label: "PasswordWriteBack" },
  ],
  value: ["BasicRead", "PasswordWriteBack"],
  disabled: false,
};

export const textField: FieldOf<"text"> = {
  kind: "text",
  id: "account",
  label: "Service account",
  help: "The name of a group managed service account, as DOMAIN\\name$.",
  placeholder: "CONTOSO\\provAgentgMSA$",
  value: "CONTOSO\\sync$",
  disabled: false,
};

export const agreementField: FieldOf<"agreement"> = {
  kind: "agreement",
  id: "licence",
  label: "I accept the licence terms",
  text: "The installer is Microsoft's. Its licence terms apply to its use.",
  link: { id: "licence", label: "Read the licence terms" },
  value: false,
  disabled: false,
};

export const readOnlyField: FieldOf<"readOnly"> = {
  kind: "readOnly",
  id: "domain",
  label: "Domain",
  value: "contoso.com",
};

/** The domain controllers of a domain, to be put in order. */
export const orderedField = (
  names: readonly string[] = ["dc1.contoso.com", "dc2.contoso.com", "dc3.contoso.com"],
  more: Partial<FieldOf<"orderedList">> = {},
): FieldOf<"orderedList"> => ({
  kind: "orderedList",
  id: "controllers",
  label: "Preferred domain controllers",
  help: "The agent asks the first one that answers.",
  items: names.map((name, at) => ({
    id: name,
    label: name,
    ...(at === 0 ? { detail: "in this site" } : {}),
    place: `${at + 1} of ${names.length}`,
  })),
  disabled: false,
  ...more,
});

/** The same with all that can be said of each and done to the list. */
export const measuredField = (
  names: readonly string[] = ["dc1.contoso.com", "dc2.contoso.com", "dc3.contoso.com"],
  more: Partial<FieldOf<"orderedList">> = {},
): FieldOf<"orderedList"> => {
  const details = {
    "dc1.contoso.com": {
      detail: "in the server's site Paris, reached on every port that is needed",
      measured: { text: "4 ms", share: 0.1 },
    },
    "dc2.contoso.com": { detail: "in site Berlin", measured: { text: "40 ms", share: 1 } },
    "dc3.contoso.com": { marks: ["gone", "read-only"], measured: { text: "no answer" } },
  } as const;
  const field = orderedField(names, more);
  return {
    ...field,
    items: field.items.map(({ id, label, place }) => ({
      id,
      label,
      place,
      ...Object.entries(details).find(([name]) => name === id)?.[1],
    })) as FieldOf<"orderedList">["items"],
    removes: true,
    add: {
      label: "Add by name",
      placeholder: "dc1.contoso.com",
      others: [
        {
          id: "dc4.contoso.com",
          label: "dc4.contoso.com",
          marks: ["new"],
          detail: "in site Paris",
          measured: { text: "8 ms", share: 0.2 },
        },
      ],
    },
    arrange: [
      { id: "latency", label: "Order by latency", disabled: false },
      { id: "undo", label: "Undo the last change", disabled: true },
    ],
    ...more,
  };
};

/** Several domains, each with its questions; one that was added and not answered yet has no name. */
export const manyField = (
  items: readonly (readonly [key: string, domain: string])[] = [
    ["1", "contoso.com"],
    ["2", "fabrikam.com"],
  ],
  more: Partial<FieldOf<"many">> = {},
): FieldOf<"many"> => ({
  kind: "many",
  id: "domains",
  label: "Domains",
  items: items.map(([key, domain], at) => ({
    id: key,
    label: domain === "" ? `Domain ${at + 1}` : domain,
    fields: [
      { ...textField, id: `domains.${key}.domain`, label: "Domain", help: undefined, value: domain },
      {
        ...textField,
        id: `domains.${key}.administrator`,
        label: "Administrator",
        help: undefined,
        placeholder: "CONTOSO\\admin",
        value: "",
      },
    ],
    ...(items.length > 1 ? { remove: domain === "" ? "Leave out" : `Remove ${domain}` } : {}),
  })),
  add: "Add a domain",
  disabled: false,
  ...more,
});

const actions = [
  { id: "showChanges", label: "Show what will change", primary: false, disabled: false },
  { id: "apply", label: "Apply the chosen fixes", primary: true, disabled: false },
  { id: "check", label: "Check again", primary: false, disabled: false },
];

/** The representative pages: looked at, and held to the policy and to the rules of accessibility, in every theme. */
export const representative = {
  questions: viewOf({
    step: "serviceAccount",
    title: "Choose the service account",
    lines: ["The agent runs as a group managed service account: Windows changes its password by itself."],
    fields: [
      choiceField,
      textField,
      {
        ...textField,
        id: "wrong",
        label: "Domain",
        value: "contoso",
        error: "A domain's full name has a dot.",
      },
      { ...textField, id: "fixed", label: "Tenant", value: "contoso.example", disabled: true },
      agreementField,
      readOnlyField,
      severalField,
    ],
    actions: [
      { id: "use", label: "Use these", primary: true, disabled: true, needs: "Accept the licence first." },
      { id: "check", label: "Check these answers", primary: false, disabled: false },
    ],
  }),
  several: viewOf({
    step: "directory",
    title: "Name the directory",
    fields: [
      manyField(),
      orderedField(undefined, { error: "dc4.contoso.com is not in the list. The order stays as it was." }),
      orderedField(["a.contoso.com"], { id: "fixed", label: "Fixed order", disabled: true }),
    ],
    actions,
  }),
  order: viewOf({
    step: "directory",
    title: "Prefer domain controllers",
    fields: [
      measuredField(),
      measuredField([], {
        id: "empty",
        label: "fabrikam.com",
        add: { label: "Add by name", error: "dc is no full DNS name.", others: [] },
      }),
    ],
    actions,
  }),
  findings: viewOf({
    findings: [passedAs("windows"), warned, failed, notKnown, passedAs("netFramework"), failedElsewhere],
    changes: [
      { on: "SYNC01", target: "HKLM\\SYSTEM\\...\\TLS 1.2\\Client\\Enabled", before: "0", after: "1" },
      { on: "SYNC01", target: "SchUseStrongCrypto", before: "(none)", after: "1", added: "new in this list" },
    ],
    state: { kind: "answered", word: "Answered", detail: "4 findings need you", proof: [] },
    actions,
  }),
  running: viewOf({
    title: "Install the agent",
    state: { kind: "running", word: "Running", detail: "Installing the agent", percent: 42.4, proof: [] },
    actions: [{ id: "apply", label: "Install", primary: true, disabled: true }],
    cancel: { label: "Cancel" },
  }),
  waiting: viewOf({
    title: "Confirm and register",
    changes: [],
    state: {
      kind: "waiting",
      word: "Waiting",
      detail: "for the restart of the server, since 10:41",
      proof: [],
    },
    actions: [{ id: "check", label: "Check again", primary: true, disabled: false }],
    cancel: { label: "Stop waiting" },
  }),
  done: viewOf({
    title: "Verify the agent",
    server: { id: "S2", name: "SYNC02.contoso.com", where: "" },
    state: {
      kind: "done",
      word: "Done",
      detail: "seen 24/11/2026, 10:41",
      proof: [
        { name: "Azure AD Connect Provisioning Agent", value: "Running" },
        { name: "Azure AD Connect Agent Updater", value: "Running" },
      ],
    },
    actions: [{ id: "check", label: "Check again", primary: false, disabled: false }],
    next: { step: "configure", label: "Configure cloud sync" },
  }),
  failed: viewOf({
    title: "Install the agent",
    state: {
      kind: "failed",
      word: "Failed",
      detail: "The installer ended with code 1618.",
      proof: [],
      problem: {
        happened: "The installer ended with code 1618.",
        means: "Another installation is running on this server. Nothing was changed.",
        next: ["Wait until the other installation has ended, or restart the server.", "Install again."],
      },
    },
    actions: [{ id: "apply", label: "Install", primary: true, disabled: false }],
  }),
  stale: viewOf({
    state: { kind: "stale", word: "Was done; not seen again yet", detail: "seen yesterday", proof: [] },
    actions: [{ id: "check", label: "Check again", primary: true, disabled: false }],
  }),
} satisfies Readonly<Record<string, StepView>>;
