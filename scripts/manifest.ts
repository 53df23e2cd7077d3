/**
 * Writes what is derived from the sources: in package.json the walkthrough, the settings of the ways to a server and the command
 * that adds one, with their words in package.nls.json; the schema of the plan file; the module's lists of what is masked and of
 * what it can be asked. A test holds the files to it.
 *   node scripts/manifest.ts
 */
import { toJsonSchema } from "@valibot/to-json-schema";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { format } from "prettier";
import { wholePlanSchema } from "../src/setup/plan.ts";
import type { Step } from "../src/setup/step.ts";
import { thisMachine } from "../src/server/transports/thisMachine.ts";
import { transports } from "../src/server/transports/transports.ts";
import { procedures } from "../src/setup/procedures/procedures.ts";
import { contribute, type Contributed } from "./tools/contributed.ts";
import { maskFormsModule } from "./tools/maskForms.ts";
import { sentencesScript } from "./tools/sentences.ts";
import { operationNamesScript, withExportedFunctions } from "./tools/operationNames.ts";

const root = path.join(import.meta.dirname, "..");
const walkthrough = "install";
const module = "src/server/powershell";
const exported = `${module}/CloudSyncSetup.psd1`;

interface Manifest extends Contributed {
  contributes: Contributed["contributes"] & { walkthroughs?: unknown };
}

const commandLink = (step: string): string =>
  `command:cloudSyncSetup.openStep?${encodeURIComponent(JSON.stringify([step]))}`;

/** The walkthrough begins with the server that is there from the start. */
const first = thisMachine.words;

/** What the walkthrough shows beside a step of which nobody has written a page yet. */
export const walkthroughPage = ({ title, introduction }: Pick<Step, "title" | "introduction">): string =>
  [`# ${title()}`, ...introduction(first)].join("\n\n") + "\n";

/** Every derived file with the text it must have. A page of the walkthrough that is there is a person's. */
export const derivedFiles = async (): Promise<ReadonlyMap<string, string>> => {
  const { steps } = procedures.install;
  const manifest = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as Manifest;
  const words = JSON.parse(await readFile(path.join(root, "package.nls.json"), "utf8")) as Record<
    string,
    string
  >;
  const contributed = contribute(manifest, transports);
  const kept = Object.entries({ ...words, ...contributed }).filter(
    ([key]) => !key.startsWith("walkthrough.step."),
  );
  const derived: [string, string][] = [];
  manifest.contributes.walkthroughs = [
    {
      id: walkthrough,
      title: "%walkthrough.title%",
      description: "%walkthrough.description%",
      steps: steps.map((step) => {
        const key = `walkthrough.step.${step.id}`;
        const [line = ""] = step.introduction(first);
        derived.push([`${key}.title`, step.title()]);
        derived.push([`${key}.description`, `${line}\n[${step.title()}](${commandLink(step.id)})`]);
        return {
          id: step.id,
          title: `%${key}.title%`,
          description: `%${key}.description%`,
          media: { markdown: `media/walkthrough/${step.id}.md` },
          completionEvents: [`onContext:cloudSyncSetup.${step.id}.done`],
          ...(step.applies ? { when: `cloudSyncSetup.${step.id}.applies` } : {}),
        };
      }),
    },
  ];
  const schema = {
    ...toJsonSchema(wholePlanSchema, { errorMode: "ignore", typeMode: "input" }),
    title: "Cloud sync plan",
    description: "What is to be installed, registered and verified. Never holds a secret.",
  };
  const json = (value: unknown) => format(JSON.stringify(value), { parser: "json", printWidth: 110 });
  const pages = steps
    .map((step) => ({ file: `media/walkthrough/${step.id}.md`, text: walkthroughPage(step) }))
    .filter(({ file }) => !existsSync(path.join(root, file)));
  return new Map([
    ...pages.map(({ file, text }) => [file, text] as const),
    ["package.json", await format(JSON.stringify(manifest), { parser: "json-stringify" })],
    ["package.nls.json", await json(Object.fromEntries([...kept, ...derived]))],
    ["schemas/plan.schema.json", await json(schema)],
    [`${module}/Written/MaskForms.ps1`, maskFormsModule()],
    [`${module}/Written/OperationNames.ps1`, operationNamesScript()],
    [`${module}/Written/Sentences.ps1`, sentencesScript()],
    [exported, withExportedFunctions(await readFile(path.join(root, exported), "utf8"))],
  ]);
};

if (import.meta.main)
  for (const [file, text] of await derivedFiles()) await writeFile(path.join(root, file), text);
