/** What a trace file told, as a page to read and to pass on. Pure; what it quotes is masked as logs are. */
import * as l10n from "@vscode/l10n";
import { maskedAndShort } from "../../text/cutText.ts";
import { excerpt, type Cause, type Sighting, type TraceDiagnosis } from "./diagnoseTrace.ts";
import type { Fix } from "../../finding.ts";
import { fixInWords } from "../explain.ts";
import { addressOf } from "../../links.ts";
import { maskLog } from "../../text/masking.ts";
import type { Cloud } from "../../values/cloud.ts";
import { markdownBlock, markdownText, plainText } from "../../text/plainText.ts";

/** Other people's text: shown as it is, whatever Markdown it holds. */
const quoted = (text: string, hideNames: boolean): string =>
  markdownBlock(maskedAndShort((one) => maskLog(one, hideNames), text, excerpt));

const times = ({ count, first = "", last = "" }: Sighting): string =>
  count === 1
    ? first === ""
      ? l10n.t("once")
      : l10n.t("once, at {0}", first)
    : l10n.t("{0} times, from {1} to {2}", count, first, last);

const whatToDo = (fix: Fix): readonly string[] =>
  fix.kind === "command"
    ? [
        ...(fix.warning === undefined ? [] : [markdownText(fix.warning)]),
        l10n.t("**What to do:** run on {0}:", markdownText(fix.runOn)),
        markdownBlock(fix.text),
      ]
    : [l10n.t("**What to do:** {0}", markdownText(fixInWords(fix)))];

const section = (title: string, parts: readonly (readonly string[])[]): readonly string[] =>
  parts.length === 0 ? [] : [`## ${title}`, ...parts.flat()];

/** A page in Markdown. `file` is the name of the trace; `cloud` that of the tenant. */
export const traceReport = (
  file: string,
  { found, harmless, unknown, entries }: TraceDiagnosis,
  hideNames: boolean,
  cloud: Cloud = "global",
): string => {
  const cause = ({
    diagnosis: { title, cause: because, confidence, fix, source },
    said,
    beyond = "",
    ...seen
  }: Cause) => [
    `### ${markdownText(title)}`,
    `${confidence === "certain" ? l10n.t("Certain") : l10n.t("Possible")}; ${times(seen)}`,
    markdownText(because),
    ...whatToDo(fix),
    l10n.t("**Document:** {0}", `<${addressOf(source, cloud)}>`),
    quoted(said + beyond, hideNames),
  ];
  const name = plainText(maskLog(file.replaceAll(/[`\r\n]/gu, "'"), hideNames));
  return [
    `# ${l10n.t("Diagnosis of {0}", `\`${name}\``)}`,
    hideNames
      ? l10n.t(
          "Known forms of tokens, passwords, addresses, tenants and users are hidden: look before you pass it on.",
        )
      : l10n.t(
          "Known forms of tokens, passwords and addresses are hidden, tenants and users are not: look before you pass it on.",
        ),
    entries === 1 ? l10n.t("One entry was read.") : l10n.t("{0} entries were read.", entries),
    ...(found.length + unknown.length === 0 ? [l10n.t("It tells of no error.")] : []),
    ...section(l10n.t("Causes"), found.map(cause)),
    ...section(
      l10n.t("Errors without a known cause"),
      unknown.map(({ raw, ...seen }) => [times(seen), quoted(raw, hideNames)]),
    ),
    ...section(l10n.t("What looks like an error and is none"), harmless.map(cause)),
    "",
  ].join("\n\n");
};
