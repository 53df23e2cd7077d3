/** TLS 1.2: the five registry values that Microsoft's prerequisites name (links.prerequisites, "TLS requirements"). */
import * as l10n from "@vscode/l10n";
import type { TlsFacts, TlsSetting } from "../operations/server.ts";
import { type Finding, finding, judge, type RuleText } from "../finding.ts";
import { ownerOf, ownerRow, unlessOwned } from "./owner.ts";
import { type FactRule } from "./rule.ts";

const schannel = "HKLM\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2";

interface Wanted {
  readonly setting: TlsSetting;
  readonly name: string;
  readonly value: number;
}

const keys: readonly {
  readonly about: "client" | "server" | "net";
  readonly key: string;
  readonly wanted: readonly Wanted[];
}[] = [
  {
    about: "client",
    key: `${schannel}\\Client`,
    wanted: [
      { setting: "clientEnabled", name: "Enabled", value: 1 },
      { setting: "clientDisabledByDefault", name: "DisabledByDefault", value: 0 },
    ],
  },
  {
    about: "server",
    key: `${schannel}\\Server`,
    wanted: [
      { setting: "serverEnabled", name: "Enabled", value: 1 },
      { setting: "serverDisabledByDefault", name: "DisabledByDefault", value: 0 },
    ],
  },
  {
    about: "net",
    key: "HKLM\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319",
    wanted: [{ setting: "strongCrypto", name: "SchUseStrongCrypto", value: 1 }],
  },
];

const titles = {
  client: () => l10n.t("TLS 1.2 for outgoing connections"),
  server: () => l10n.t("TLS 1.2 for incoming connections"),
  net: () => l10n.t("Strong cryptography for .NET Framework"),
};

/** Schannel takes any number but zero for "enabled" (TLS registry settings); Microsoft's own pages once gave 0xFFFFFFFF. */
const isSet = (one: { name: string; value: number; found: number | null }): boolean =>
  one.name === "Enabled" ? one.found !== null && one.found !== 0 : one.found === one.value;

const textOf = (about: keyof typeof titles): RuleText => ({
  rule: "tls",
  about,
  why: l10n.t(
    "The agent speaks TLS 1.2 only. Microsoft asks for these values before the installation, and a restart after setting them.",
  ),
  source: "prerequisites",
});

/** A value that is set the wrong way switches TLS 1.2 off: a failure. One that is only missing is a warning. */
const judgeKey = (tls: TlsFacts, { about, key, wanted }: (typeof keys)[number]): readonly Finding[] => {
  const text = textOf(about);
  const title = titles[about]();
  const unread = wanted.find(({ setting }) => "unread" in tls[setting]);
  if (unread) return judge(text, title, tls[unread.setting], () => []);
  const found = wanted.map((one) => {
    const fact = tls[one.setting];
    return { ...one, found: "value" in fact ? fact.value : null };
  });
  const evidence = [
    { name: l10n.t("Key"), value: key },
    ...found.map((one) => ({
      name: one.name,
      value: one.found === null ? l10n.t("missing") : String(one.found),
    })),
  ];
  const wrong = found.filter((one) => !isSet(one));
  if (wrong.length === 0)
    return [{ ...finding(text, l10n.t("{0} is on.", title), evidence), verdict: "pass" }];
  const owner = ownerOf(
    tls.policies,
    ({ setting }) => wrong.some((one) => one.setting === setting),
    ({ policy }) => policy,
  );
  const values = wrong.map((one) => `${one.name} = ${one.value}`).join(", ");
  const off = wrong.some((one) => one.found !== null);
  return [
    {
      ...finding(
        text,
        off ? l10n.t("{0} is switched off.", title) : l10n.t("{0} is not set explicitly.", title),
        [...evidence, ownerRow(owner)],
      ),
      verdict: off ? "fail" : "warning",
      fix: unlessOwned(
        owner,
        {
          kind: "operation",
          label: l10n.t("Set {0}", values),
          calls: wrong.map((one) => ({
            port: "server",
            op: "Set-CloudSyncTlsValue",
            args: { setting: one.setting, value: one.value },
          })),
        },
        l10n.t("Ask for {0} in {1}.", values, key),
      ),
    },
  ];
};

export const tls: FactRule = (facts) =>
  keys.flatMap((key) =>
    judge(textOf(key.about), titles[key.about](), facts.tls, (settings) => judgeKey(settings, key)),
  );
