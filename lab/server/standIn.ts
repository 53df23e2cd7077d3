/** What a stand-in is: a function over the practice machine with the arguments that PowerShell sent. */
import type { Machine } from "./machine.ts";

export type Arguments = Readonly<Record<string, unknown>>;
export type StandIn = (machine: Machine, args: Arguments) => unknown;

export const text = (args: Arguments, name: string): string => {
  const value = args[name];
  if (typeof value !== "string") throw new Error(`${name} is not a text`);
  return value;
};

export const number = (args: Arguments, name: string): number => {
  const value = args[name];
  if (typeof value !== "number") throw new Error(`${name} is not a number`);
  return value;
};

/** PowerShell sends a list of one as the one. */
export const names = (args: Arguments, name: string): string[] =>
  [args[name]].flat().filter((one): one is string => typeof one === "string");
