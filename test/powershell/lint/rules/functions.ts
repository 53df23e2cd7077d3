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

export const functions: readonly Rule[] = [verbs, help, passwords];
