import * as v from "valibot";
import type { Call } from "../../../../../src/setup/call.ts";
import { operations } from "../../../../../src/setup/operations/index.ts";

/** Whether a call names an operation and gives what it takes. */
export const isOperation = ({ op, args }: Call): boolean => {
  const operation = operations.find(({ name }) => name === op);
  return operation !== undefined && v.is(operation.args, args);
};
