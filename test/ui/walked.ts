/** Parts of the guided installation that several tests walk. */
import type { Frame } from "playwright-core";
import type { Guided } from "./guided.ts";

/** From the open walkthrough; the page of the server's step is in front afterwards. */
export const connect = async (guided: Guided): Promise<Frame> => {
  const server = await guided.openFromWalkthrough("Connect to the server");
  await guided.press(server, "Connect");
  await guided.says(server, "Done");
  return server;
};

/** Where the agent is installed and registered: the account is the one it runs as, and the domain the server's. */
export const answerAsInstalled = async (guided: Guided): Promise<void> => {
  const account = await guided.openFromWalkthrough("Choose the service account");
  await account.getByRole("radio", { name: /Create the gMSA/u }).click();
  await guided.says(account, "Done");
  const directory = await guided.openFromWalkthrough("Name the directory");
  await guided.press(directory, "Use this domain");
  await guided.says(directory, "Answered");
};
