import * as v from "valibot";
import { operations, type OperationCall } from "../../../../../src/setup/operations/index.ts";

/** Whether a call names an operation and gives what it takes. */
export const isOperation = ({ op, args }: OperationCall): boolean => {
  const operation = operations.find(({ name }) => name === op);
  return operation !== undefined && v.is(operation.args, args);
};
