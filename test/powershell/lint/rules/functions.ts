/** Names, help and parameters of functions. */
import type { Finding, Rule } from "../finding.ts";

const verbs: Rule = ({ functions }) =>
  functions
    .filter(({ verb }) => !verb)
    .map(({ name, line }) => ({ rule: "unapproved-verb", line, what: name }));

const help: Rule = ({ functions }, { isPublic }) =>
  functions
    .filter(({ name, synopsis, binding }) => isPublic(name) && (synopsis === "" || !binding))
    .map(({ name, line, binding }) => ({
      rule: "no-help",
      line,
      what: `${name} has no ${binding ? "synopsis" : "[CmdletBinding()]"}`,
    }));

const asSecret =
  /^System\.(?:Security\.SecureString|Management\.Automation\.PSCredential|Collections\.IDictionary)(?:\[\])?$/u;
/** A dictionary holds credentials by the name of their parameter; what is in it is made by the reader of requests. */
const passwords: Rule = ({ functions }) =>
  functions.flatMap(({ name, line, parameters }): Finding[] =>
    parameters
      .filter(
        (one) => /password|passphrase|secret|token|credential/iu.test(one.name) && !asSecret.test(one.type),
      )
      .map((one) => ({ rule: "plain-text-password", line, what: `${name} -${one.name} is ${one.type}` })),
  );

/** Words that end as a plural does. PowerShell's analyzer leaves the first two alone by its own list. */
const singular = /(?:Windows|Data|Address|Access|Status|Process|Alias|ss|us|is)$/u;
/** PSUseSingularNouns. */
const nouns: Rule = ({ functions: all }) =>
  all
    .filter(({ name }) => /-\w+s$/u.test(name) && !singular.test(name))
    .map(({ name, line }) => ({ rule: "plural-noun", line, what: name }));

/** PSUseShouldProcessForStateChangingFunctions, with its verbs. */
const changing = /^(?:New|Set|Remove|Start|Stop|Restart|Reset|Update)-/iu;
/** What it makes is an object in memory, and every search has to be made by it. */
const harmless = ["New-Pattern"];
const asks: Rule = ({ functions: all }) =>
  all
    .filter(({ name, whatIf }) => changing.test(name) && !whatIf && !harmless.includes(name))
    .map(({ name, line }) => ({ rule: "no-should-process", line, what: name }));

/** PSReviewUnusedParameter. */
const parameters: Rule = ({ functions: all, unused }) => [
  ...all.flatMap(({ name, line, unused: names }): Finding[] =>
    names.map((one) => ({ rule: "unused-parameter", line, what: `${name} -${one}` })),
  ),
  ...unused.map(({ text, line }): Finding => ({ rule: "unused-parameter", line, what: text })),
];

/** PSUseOutputTypeCorrectly: what an advanced function emits, where the text tells, is of a type that it names. */
const outputs: Rule = ({ functions: all }) =>
  all
    .filter(({ binding }) => binding)
    .flatMap(({ name, emits, declares }): Finding[] =>
      emits
        .filter(({ type }) => !declares.includes(type))
        .map(({ type, line }) => ({ rule: "output-type", line, what: `${name} emits ${type}` })),
    );

export const functions: readonly Rule[] = [verbs, help, passwords, nouns, asks, parameters, outputs];
