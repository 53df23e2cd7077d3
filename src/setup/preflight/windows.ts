/** Windows itself: build, installation type, domain, elevation, .NET, memory. */
import * as l10n from "@vscode/l10n";
import { type Finding, finding, type Fix, judge } from "../finding.ts";
import type { ReachWords } from "../reachWords.ts";
import { factOf, valueOf } from "../values/fact.ts";
import { type ServerRule } from "./rule.ts";
import { askOwner } from "./owner.ts";

/** Builds as Microsoft's release information of Windows Server lists them: 14393 is 2016, 17763 is 2019, 20348 is 2022, 26100 is 2025. */
const server2016 = 14393;
const server2022 = 20348;
const server2025 = 26100;
/** KB5070773 of 20 October 2025; without it cloud sync has known trouble on Windows Server 2025. */
const server2025Revision = 6901;

/** `InstallationType` of Windows Server; that of Windows 10 and 11 is Client. Core has a rule of its own. */
const serverInstallations = ["Server", "Server Core"];

export const windowsBuild: ServerRule = ({ server, on }) => {
  const text = {
    rule: "windowsBuild",
    why: l10n.t(
      "The agent is supported on Windows Server 2022 and 2025; older ones only while Windows itself is.",
    ),
    source: "prerequisites",
  } as const;
  return judge(
    text,
    l10n.t("Windows version"),
    factOf(server, "windows"),
    ({ product, build, revision, installation }): readonly Finding[] => {
      const said = finding(text, "", [
        { name: l10n.t("Product"), value: product },
        { name: l10n.t("Build"), value: `${build}.${revision}` },
        { name: "InstallationType", value: installation },
      ]);
      // The product's name is no help: Windows 11 calls itself Windows 10 there.
      if (!serverInstallations.includes(installation))
        return [
          {
            ...said,
            summary: l10n.t("This is no Windows Server: the agent is made for servers only."),
            verdict: "fail",
            fix: {
              kind: "link",
              link: "prerequisites",
              whatToDo: l10n.t("Choose a server with Windows Server 2022 or newer."),
            },
          },
        ];
      if (build < server2016)
        return [
          {
            ...said,
            summary: l10n.t("{0} is too old for the agent.", product),
            verdict: "fail",
            fix: {
              kind: "link",
              link: "prerequisites",
              whatToDo: l10n.t("Choose a server with Windows Server 2022 or newer."),
            },
          },
        ];
      if (build < server2022)
        return [
          {
            ...said,
            summary: l10n.t("{0} is old: it works, but may need paid support from Microsoft.", product),
            verdict: "warning",
            fix: {
              kind: "link",
              link: "prerequisites",
              whatToDo: l10n.t("Plan a server with Windows Server 2022 or newer."),
            },
          },
        ];
      if (build === server2025 && revision < server2025Revision)
        return [
          {
            ...said,
            summary: l10n.t(
              "Windows Server 2025 needs update KB5070773 (revision {0}) or later.",
              server2025Revision,
            ),
            verdict: "fail",
            fix: {
              kind: "command",
              runOn: on,
              text: "Start-Process -FilePath 'ms-settings:windowsupdate'",
            },
          },
        ];
      return [{ ...said, summary: l10n.t("{0} is supported.", product), verdict: "pass" }];
    },
  );
};

export const serverCore: ServerRule = ({ server }) => {
  const text = {
    rule: "serverCore",
    why: l10n.t("The agent is not supported on Server Core: its wizard needs a desktop."),
    source: "prerequisites",
  } as const;
  // What could not be read is already "not known" under the Windows version, which reads the same key.
  const installation = valueOf(factOf(server, "windows"))?.installation;
  if (installation !== "Server Core") return [];
  return [
    {
      ...finding(text, l10n.t("This server is a Server Core installation."), [
        { name: "InstallationType", value: installation },
      ]),
      verdict: "fail",
      fix: {
        kind: "link",
        link: "prerequisites",
        whatToDo: l10n.t("Choose a server that was installed with Desktop Experience."),
      },
    },
  ];
};

export const domainMember: ServerRule = ({ server, on }) => {
  const text = {
    rule: "domainMember",
    why: l10n.t("The agent's managed service account belongs to the domain the server is joined to."),
    source: "prerequisites",
  } as const;
  return judge(
    text,
    l10n.t("Domain membership"),
    factOf(server, "domain"),
    ({ joined, name }): readonly Finding[] => [
      joined
        ? {
            ...finding(text, l10n.t("The server is a member of {0}.", name), [
              { name: l10n.t("Domain"), value: name },
            ]),
            verdict: "pass",
          }
        : {
            ...finding(text, l10n.t("The server is not a member of a domain."), [
              { name: l10n.t("Workgroup"), value: name },
            ]),
            verdict: "fail",
            fix: {
              kind: "command",
              runOn: on,
              text: "Add-Computer -DomainName <domain> -Restart",
            },
          },
    ],
  );
};

/** How an administrator gets a session that is elevated. */
const elevateAdministrator = (on: string, how: ReachWords["elevateAdministrator"]): Fix =>
  "command" in how
    ? { kind: "command", runOn: on, text: how.command }
    : { kind: "link", link: "install", whatToDo: how.advice() };

export const elevation: ServerRule = ({ server, on, reachWords: words }) => {
  const text = {
    rule: "elevation",
    why: l10n.t("Installing, and most of the facts below, need a session with administrator rights."),
    source: "install",
  } as const;
  return judge(text, l10n.t("Elevation"), factOf(server, "elevated"), (elevated): readonly Finding[] => {
    const user = valueOf(server)?.user ?? "";
    const evidence = [{ name: l10n.t("User"), value: user }];
    if (elevated)
      return [
        { ...finding(text, l10n.t("The session has administrator rights."), evidence), verdict: "pass" },
      ];
    const member = valueOf(factOf(server, "administrator")) === true;
    return [
      {
        ...finding(
          text,
          member
            ? l10n.t("{0} is an administrator, but this session is not elevated.", user)
            : l10n.t("{0} is not an administrator of this server.", user),
          evidence,
        ),
        verdict: "fail",
        fix: member
          ? elevateAdministrator(on, words.elevateAdministrator)
          : askOwner(l10n.t("whoever administers {0}", on), words.askForAdministrator()),
      },
    ];
  });
};

/** `Release` of .NET Framework 4.7.1. */
const net471 = 461308;

export const netFramework: ServerRule = ({ server }) => {
  const text = {
    rule: "netFramework",
    why: l10n.t("The agent needs .NET Framework 4.7.1 or newer."),
    source: "prerequisites",
  } as const;
  return judge(text, ".NET Framework", factOf(server, "netRelease"), (release): readonly Finding[] => {
    const evidence = [{ name: "Release", value: release === null ? l10n.t("missing") : String(release) }];
    return release !== null && release >= net471
      ? [{ ...finding(text, l10n.t(".NET Framework is new enough."), evidence), verdict: "pass" }]
      : [
          {
            ...finding(text, l10n.t(".NET Framework is older than 4.7.1."), evidence),
            verdict: "fail",
            fix: {
              kind: "link",
              link: "prerequisites",
              whatToDo: l10n.t("Install .NET Framework 4.8 and restart."),
            },
          },
        ];
  });
};

/** 4 GB, less what virtual machines keep for themselves (they often report 4095 MB). */
const enoughMemoryMb = 4090;

export const memory: ServerRule = ({ server }) => {
  const text = {
    rule: "memory",
    why: l10n.t("Microsoft asks for at least 4 GB of memory."),
    source: "prerequisites",
  } as const;
  return judge(text, l10n.t("Memory"), factOf(server, "memoryMb"), (megabytes): readonly Finding[] => {
    const evidence = [{ name: l10n.t("Memory"), value: `${megabytes} MB` }];
    return megabytes >= enoughMemoryMb
      ? [{ ...finding(text, l10n.t("The server has enough memory."), evidence), verdict: "pass" }]
      : [
          {
            ...finding(text, l10n.t("The server has less than 4 GB of memory."), evidence),
            verdict: "warning",
            fix: { kind: "link", link: "prerequisites", whatToDo: l10n.t("Give the server at least 4 GB.") },
          },
        ];
  });
};
