/**
 * Why a server did not do or could not read something, by code: the family before the dot says what it means (see
 * `operationProblem.ts`), the whole code what happened. An adapter of another port throws its problem in words. Pure.
 */
import * as l10n from "@vscode/l10n";
import { hasParams, isCodeOf, sentence, type Params, type Sentence } from "./coded.ts";
import { atWorkParams, sayAtWork } from "./work.ts";

/** Why a path is not taken (`Get-PathRefusal` of the module). */
const pathRefusals: Readonly<Record<string, () => string>> = {
  root: () => l10n.t("It is no full path on a drive or a share."),
  share: () => l10n.t("It is no share of files."),
  character: () => l10n.t("A part of it is empty, or holds a character that is not taken."),
  ends: () => l10n.t("A part of it begins with a space, or ends with a space or a dot."),
  device: () => l10n.t("A part of it is the name of a device."),
  ending: () => l10n.t("It does not name a file with the right ending."),
};
const sayRefusal = (why: string): string =>
  Object.hasOwn(pathRefusals, why) ? (pathRefusals[why]?.() ?? why) : why;

export const errorWords = {
  // What was asked for.
  "BadRequest.unreadable": sentence([], () =>
    l10n.t("The request could not be read: it holds what cannot be passed on."),
  ),
  "BadRequest.sid": sentence([], () => l10n.t("A right is given to a SID.")),
  "BadRequest.traceName": sentence([], () => l10n.t("It is not the name of a trace file.")),
  "BadRequest.domainCredentials": sentence([], () => l10n.t("Each domain needs one credential.")),
  "BadRequest.accountCredential": sentence([], () =>
    l10n.t("An account that is created needs one credential, of the domain that the server is joined to."),
  ),
  "BadRequest.proxy": sentence([], () =>
    l10n.t("A proxy is an address such as http://proxy.contoso.com:8080."),
  ),
  "BadRequest.folder": sentence(["path"], ({ path }) => l10n.t("There is no folder for {0}.", path)),
  "BadRequest.bundle": sentence(["path", "why"], ({ path, why }) =>
    l10n.t("{0} is neither a name nor a full path that ends in .zip. {1}", path, sayRefusal(why)),
  ),
  "BadRequest.bundleShare": sentence(["path"], ({ path }) =>
    l10n.t("{0} is on a share. Name a file on a drive of the server.", path),
  ),
  UnknownOperation: sentence(["operation"], ({ operation }) =>
    l10n.t("There is no operation {0}", operation),
  ),
  PathRefused: sentence(["why"], ({ why }) => sayRefusal(why)),
  "PathRefused.drive": sentence(["drive"], ({ drive }) =>
    l10n.t("{0} is a share. Name the file by the share's own path.", drive),
  ),
  "PathRefused.leads": sentence(["path", "target"], ({ path, target }) =>
    l10n.t(
      "{0} leads to {1}. Name the file by its own path there, or copy it to a drive of the server.",
      path,
      target,
    ),
  ),
  "PathRefused.leadsNowhere": sentence(["path"], ({ path }) =>
    l10n.t(
      "{0} leads to a place that Windows does not tell. Name the file by its own path there, or copy it to a drive of the server.",
      path,
    ),
  ),
  "PathRefused.links": sentence(["path"], ({ path }) => l10n.t("{0} is behind too many links.", path)),
  FileExists: sentence(["path"], ({ path }) => l10n.t("There is a file {0} already.", path)),
  FileMissing: sentence(["path"], ({ path }) => l10n.t("There is no file {0}.", path)),
  ShareNotAgreed: sentence(["host"], ({ host }) => l10n.t("Nobody agreed to read from {0}.", host)),
  LogIsLink: sentence(["path"], ({ path }) =>
    l10n.t("{0} is a link, and links to logs are not followed.", path),
  ),
  // Sessions, and who else is at work.
  SessionEnded: sentence([], () => l10n.t("The session ended before a text was looked through.")),
  "ServerBusy.user": sentence(
    ["user", "process", "operation", "since"],
    ({ user, process, operation, since }) =>
      l10n.t(
        "The server is being changed by {0}, whose process {1} is at {2} since {3}.",
        user,
        process,
        operation,
        since,
      ),
  ),
  "ServerBusy.session": sentence([], () => l10n.t("The server is being changed by another session.")),
  "SetupStillRuns.left": sentence(atWorkParams, (work) => l10n.t("{0}.", sayAtWork(work))),
  "SetupStillRuns.limit": sentence([...atWorkParams, "minutes", "command"], ({ minutes, command, ...work }) =>
    l10n.t("{0}, for more than {1} minutes now. To end it: {2}", sayAtWork(work), minutes, command),
  ),
  RegistrationRuns: sentence(atWorkParams, (work) => l10n.t("{0}.", sayAtWork(work))),
  ConstrainedLanguage: sentence(["mode"], ({ mode }) =>
    l10n.t("A new process of PowerShell runs in {0} mode.", mode),
  ),
  "ChildEnded.exit": sentence(["exitCode"], ({ exitCode }) =>
    l10n.t("The child process (powershell.exe) ended with exit code {0} without an answer.", exitCode),
  ),
  "ChildEnded.gone": sentence([], () =>
    l10n.t("The child process (powershell.exe) ended without an answer."),
  ),
  "ChildEnded.said": sentence(["message"], ({ message }) => message),
  "ChildNotStarted.exit": sentence(["exitCode"], ({ exitCode }) =>
    l10n.t("The child process (powershell.exe) ended with exit code {0} without an answer.", exitCode),
  ),
  "ChildNotStarted.gone": sentence([], () =>
    l10n.t("The child process (powershell.exe) ended without an answer."),
  ),
  "ChildNotStarted.said": sentence(["message"], ({ message }) => message),
  "ChildNotStarted.slow": sentence([], () =>
    l10n.t("The child process (powershell.exe) did not begin in time."),
  ),
  "ChildSilent.answer": sentence([], () => l10n.t("The child process gave no answer in time.")),
  "ChildSilent.running": sentence(["process", "minutes"], ({ process, minutes }) =>
    l10n.t("Process {0} (powershell.exe) has not finished after {1} minutes.", process, minutes),
  ),
  TaskGone: sentence(["task"], ({ task }) => l10n.t("The task {0} is gone.", task)),
  TaskNotStarted: sentence(["task", "seconds"], ({ task, seconds }) =>
    l10n.t("Windows did not start the task {0} within {1} seconds. It was removed.", task, seconds),
  ),
  ProgramSilent: sentence(["program"], ({ program }) => l10n.t("{0} gave no answer in time.", program)),
  "FolderNotOurs.link": sentence(["path"], ({ path }) => l10n.t("{0} is a link to another folder.", path)),
  "FolderNotOurs.open": sentence(["path", "accounts"], ({ path, accounts }) =>
    l10n.t("{0} is open to {1}.", path, accounts),
  ),
  // Windows.
  "SeceditFailed.ended": sentence(["exitCode"], ({ exitCode }) =>
    l10n.t("secedit ended with exit code {0}.", exitCode),
  ),
  "SeceditFailed.unchanged": sentence(["exitCode"], ({ exitCode }) =>
    l10n.t("The right was not changed; secedit ended with exit code {0}.", exitCode),
  ),
  "ScFailed.ended": sentence(["exitCode"], ({ exitCode }) =>
    l10n.t("sc.exe ended with exit code {0}.", exitCode),
  ),
  "ScFailed.unclear": sentence([], () => l10n.t("sc.exe does not say whether the account is managed.")),
  "NoPolicyRecord.off": sentence([], () =>
    l10n.t("A policy keeps Windows from recording which group policies it applied."),
  ),
  "NoPolicyRecord.none": sentence([], () =>
    l10n.t("Windows has no record of the group policies it applied."),
  ),
  "WrongType.number": sentence(["name", "type"], ({ name, type }) =>
    l10n.t("The value {0} is no number, but a {1}.", name, type),
  ),
  "WrongType.text": sentence(["name", "type"], ({ name, type }) =>
    l10n.t("The value {0} is no text, but a {1}.", name, type),
  ),
  "WindowsUnknown.missing": sentence(["name", "key"], ({ name, key }) =>
    l10n.t("Windows does not say its {0}: a value of {1} is missing.", name, key),
  ),
  "WindowsUnknown.build": sentence(["build"], ({ build }) =>
    l10n.t("The value CurrentBuildNumber is no number: {0}", build),
  ),
  WinHttpUnreadable: sentence([], () => l10n.t("WinHttpSettings is not what Windows writes there.")),
  ServiceMissing: sentence(["service"], ({ service }) => l10n.t("There is no service {0}.", service)),
  ServiceStopped: sentence(["service"], ({ service }) =>
    l10n.t("The service {0} stopped again while it was starting.", service),
  ),
  ServiceTimeout: sentence(["service", "state"], ({ service, state }) =>
    l10n.t("The service {0} is still in the state {1}.", service, state),
  ),
  TextTooSlow: sentence([], () => l10n.t("A text could not be searched within two seconds.")),
  // The network.
  "Dns.name": sentence(["name"], ({ name }) => l10n.t("Not a DNS name: {0}", name)),
  "Dns.short": sentence([], () => l10n.t("The DNS answer breaks off.")),
  "Dns.endless": sentence([], () => l10n.t("The DNS answer holds a name without an end.")),
  "Dns.other": sentence([], () => l10n.t("The DNS answer belongs to another question.")),
  "Dns.noServer": sentence([], () => l10n.t("No network connection of this server names a DNS server.")),
  "Dns.silent": sentence([], () => l10n.t("The DNS server did not answer in time.")),
  "Dns.controllers": sentence(["domain", "code"], ({ domain, code }) =>
    l10n.t("The DNS server knows no domain controllers of {0} (code {1}).", domain, code),
  ),
  "Probe.cancelled": sentence([], () => l10n.t("It was cancelled.")),
  "Probe.proxy": sentence([], () => l10n.t("The proxy did not answer in HTTP/1.1.")),
  "Probe.closed": sentence([], () => l10n.t("The connection was closed before the answer was there.")),
  "Probe.notLdap": sentence([], () => l10n.t("What answered is not LDAP as RFC 4511 has it.")),
  "Probe.long": sentence(["kb"], ({ kb }) => l10n.t("The answer is longer than {0} KB.", kb)),
  "Probe.refused": sentence(["code"], ({ code }) =>
    l10n.t("The directory does not say what it is (LDAP result code {0}).", code),
  ),
  "Probe.empty": sentence([], () => l10n.t("The directory says nothing of itself.")),
  "Probe.notTried": sentence([], () => l10n.t("Not tried: an earlier phase failed.")),
  // The directory.
  "BadRequest.attribute": sentence(["name"], ({ name }) => l10n.t("{0} is no name of an attribute.", name)),
  "BadRequest.filter": sentence(["op"], ({ op }) => l10n.t("{0} is no kind of a whole filter.", op)),
  "BadRequest.base": sentence(["of"], ({ of }) => l10n.t("No search begins at {0}.", of)),
  "BadRequest.security": sentence(["security"], ({ security }) =>
    l10n.t("{0} is no way to keep from others what is sent.", security),
  ),
  "Directory.noHost": sentence(["name"], ({ name }) => l10n.t("{0} is no host name.", name)),
  "Directory.silent": sentence([], () => l10n.t("The domain controller did not answer in time.")),
  "Directory.empty": sentence([], () =>
    l10n.t("The password is empty. Without one nobody would be signed in."),
  ),
  "Directory.unsealed": sentence([], () =>
    l10n.t("This machine cannot sign and seal what it sends after Negotiate."),
  ),
  // The installer.
  TooBig: sentence(["mb"], ({ mb }) => l10n.t("The file is larger than {0} MB.", mb)),
  NoRoom: sentence(["drive", "freeMb", "neededMb", "reserveMb"], ({ drive, freeMb, neededMb, reserveMb }) =>
    l10n.t(
      "{0} has {1} MB free; {2} MB are needed, {3} MB of them as a reserve.",
      drive,
      freeMb,
      neededMb,
      reserveMb,
    ),
  ),
  "AddressRefused.scheme": sentence([], () => l10n.t("The address does not begin with https://.")),
  "AddressRefused.user": sentence([], () => l10n.t("The address holds a user name or a password.")),
  "AddressRefused.redirects": sentence(["times", "host"], ({ times, host }) =>
    l10n.t("The address was redirected more than {0} times, last to {1}.", times, host),
  ),
  "DownloadStopped.noFile": sentence(["host", "status"], ({ host, status }) =>
    l10n.t("{0} answered {1} and no file.", host, status),
  ),
  "DownloadStopped.range": sentence(["from"], ({ from }) =>
    l10n.t("The server was asked for the bytes from {0} on and sent others.", from),
  ),
  "DownloadStopped.short": sentence(["arrived", "total"], ({ arrived, total }) =>
    l10n.t("{0} of {1} bytes have arrived.", arrived, total),
  ),
  "DownloadStopped.network": sentence(["arrived", "message"], ({ arrived, message }) =>
    l10n.t("{0} bytes have arrived. {1}", arrived, message),
  ),
  "DownloadStopped.networkShort": sentence(["arrived", "total", "message"], ({ arrived, total, message }) =>
    l10n.t("{0} of {1} bytes have arrived. {2}", arrived, total, message),
  ),
  NotOwn: sentence(["path", "folder"], ({ path, folder }) => l10n.t("{0} is not in {1}.", path, folder)),
  NotProgram: sentence(["path"], ({ path }) => l10n.t("{0} is not a program.", path)),
  NotAgent: sentence([], () => l10n.t("The file is not the provisioning agent's installer.")),
  HashMismatch: sentence([], () => l10n.t("The SHA-256 of the installer is not the one that was checked.")),
  NotSigned: sentence(["status", "signer"], ({ status, signer }) =>
    l10n.t("The signature is {0}, the signer {1}.", status, signer),
  ),
  "VersionRefused.unreadable": sentence(["version"], ({ version }) =>
    l10n.t("The installer has no version that can be read: {0}", version),
  ),
  "VersionRefused.tooOld": sentence(["version", "oldest"], ({ version, oldest }) =>
    l10n.t("Version {0} is older than {1}, the first that runs as a managed account.", version, oldest),
  ),
  "VersionRefused.older": sentence(["version", "installed"], ({ version, installed }) =>
    l10n.t("Version {0} is older than {1}, which is installed.", version, installed),
  ),
  NotSeenInstalled: sentence(["version"], ({ version }) =>
    l10n.t("The installer ended with 0, and the agent is not there in version {0}.", version),
  ),
  NoDesktop: sentence([], () => l10n.t("The session has no desktop.")),
  // The agent.
  "NotInstalled.agent": sentence([], () => l10n.t("The agent is not installed.")),
  "NotInstalled.file": sentence(["path"], ({ path }) => l10n.t("There is no {0}", path)),
  BadConfiguration: sentence(["path"], ({ path }) => l10n.t("{0} is no configuration file of .NET.", path)),
  CmdletMissing: sentence(["cmdlet"], ({ cmdlet }) =>
    l10n.t("The installed agent module has no cmdlet {0}.", cmdlet),
  ),
  "ParameterMissing.without": sentence(["cmdlet", "parameter"], ({ cmdlet, parameter }) =>
    l10n.t("The cmdlet {0} of the installed agent module has no parameter {1}.", cmdlet, parameter),
  ),
  "ParameterMissing.needs": sentence(["cmdlet", "parameter"], ({ cmdlet, parameter }) =>
    l10n.t("The cmdlet {0} of the installed agent module needs its parameter {1}.", cmdlet, parameter),
  ),
  NoListCmdlet: sentence([], () => l10n.t("The installed agent module has no cmdlet that lists domains.")),
  "NoUninstaller.none": sentence(["program"], ({ program }) =>
    l10n.t("Windows names no uninstaller of {0}.", program),
  ),
  "NoUninstaller.elsewhere": sentence(["program", "command"], ({ program, command }) =>
    l10n.t("Windows names no program on this server that uninstalls {0}: {1}", program, command),
  ),
  "NoUninstaller.byName": sentence(["program", "command"], ({ program, command }) =>
    l10n.t("Windows names no program by its full path that uninstalls {0}: {1}", program, command),
  ),
  StillInstalled: sentence(["exitCode", "program"], ({ exitCode, program }) =>
    l10n.t("The uninstaller ended with exit code {0}, and Windows still lists {1}.", exitCode, program),
  ),
} satisfies Record<string, Sentence>;

export type ErrorCode = keyof typeof errorWords;

/** The sentence of an error; undefined where the code is none of ours, or its parameters are others. */
export const sayError = (code: string, params: Params): string | undefined =>
  isCodeOf(errorWords, code) && hasParams(errorWords, code, params)
    ? errorWords[code].says(params)
    : undefined;
