/** What the ways to a server say of themselves to VS Code: their settings, and the command that adds one where one can be added. */
import { toJsonSchema } from "@valibot/to-json-schema";
import type { Transport, TransportSetting } from "../../src/server/transports/transport.ts";

type Entries = Readonly<Record<string, unknown>>;

/** The parts of package.json that they stand in. */
export interface Contributed {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
  contributes: {
    commands: readonly { readonly command: string }[];
    configuration: { properties: Entries };
  };
}

/** Of this machine alone, whoever's folder is open. */
const settingOf = (name: string, { value, unset }: TransportSetting): Entries => {
  const type = Object.entries(toJsonSchema(value)).filter(([key]) => key !== "$schema");
  return {
    ...Object.fromEntries(type),
    default: unset,
    scope: "machine",
    markdownDescription: `%setting.${name}%`,
  };
};

const adds = "cloudSyncSetup.addServer";

/** Writes it into a manifest. @returns its words, by their keys */
export const contribute = (
  { capabilities, contributes }: Contributed,
  transports: readonly Transport[],
): Readonly<Record<string, string>> => {
  const own = transports.flatMap(({ settings }) => Object.entries(settings));
  const properties = {
    ...Object.fromEntries(own.map(([name, one]) => [`cloudSyncSetup.${name}`, settingOf(name, one)])),
  };
  const others = Object.entries(contributes.configuration.properties).filter(([key]) => !(key in properties));
  contributes.configuration.properties = { ...properties, ...Object.fromEntries(others) };
  // VS Code holds back what a folder that nobody trusts sets of them.
  capabilities.untrustedWorkspaces.restrictedConfigurations = Object.keys(
    contributes.configuration.properties,
  );
  const isAdded = transports.some(({ adding }) => adding);
  const command = { command: adds, title: "%command.addServer%", category: "%category%", icon: "$(add)" };
  contributes.commands = [
    ...contributes.commands.filter((one) => one.command !== adds),
    ...(isAdded ? [command] : []),
  ];
  return {
    ...Object.fromEntries(own.map(([name, { says }]) => [`setting.${name}`, says])),
    ...(isAdded ? { "command.addServer": "Add a Server..." } : {}),
  };
};
