/** Tells StrykerJS to leave visible words alone: tests hold what is true, not how it is phrased. */
import type { Ignorer } from "@stryker-mutator/api/ignore";
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin";

/** What is read of Babel's tree, whose types the API leaves open. */
interface Place {
  readonly node: { readonly type: string };
  readonly parent: {
    readonly type: string;
    readonly callee?: {
      readonly object?: { readonly name?: string };
      readonly property?: { readonly name?: string };
    };
  } | null;
}

/** The calls that take visible words: texts, and what the plan's schema says to who writes one. */
const takesWords = ["l10n.t", "v.description"];

const isText = ({ node, parent }: Place): boolean =>
  node.type === "StringLiteral" &&
  parent?.type === "CallExpression" &&
  takesWords.includes(`${parent.callee?.object?.name ?? ""}.${parent.callee?.property?.name ?? ""}`);

const visibleWords: Ignorer = {
  shouldIgnore: (path) => (isText(path as Place) ? "a visible word" : undefined),
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, "visible-words", visibleWords)];
