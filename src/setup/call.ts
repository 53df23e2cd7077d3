/** What changes something, as plain data that can be kept, shown and done later. */
import * as v from "valibot";
import { cloudOperations, directoryOperations, listed, operations } from "./operations/index.ts";
import { isChanging, type Operation, type SettingEntry } from "./operations/operation.ts";
import { json, type Json } from "./values/json.ts";

/** What changes something without a secret: nobody would be there to give one where it is done later, from data. */
interface Callable {
  readonly changing: true;
  readonly secrets: readonly never[];
}
type NameOf<O extends Operation> = Extract<O, Callable>["name"];

/** Each list is closed: what is in none cannot be kept, nor done again from what was kept. */
const args = v.record(v.string(), json);
const namesOf = <const O extends Operation>(list: readonly O[]): readonly NameOf<O>[] =>
  list
    .filter((one): one is Extract<O, Callable> => one.changing && one.secrets.length === 0)
    .map(({ name }) => name);

const serverCall = { op: v.picklist(namesOf(operations)), args };
const directoryCall = { op: v.picklist(namesOf(directoryOperations)), args };

/** What is called from a session of a server, of itself or of the directory, as a session says it: the name tells the port. */
export const sessionCall = v.union([
  v.pipe(
    v.strictObject(serverCall),
    v.transform((one) => ({ port: "server" as const, ...one })),
  ),
  v.pipe(
    v.strictObject(directoryCall),
    v.transform((one) => ({ port: "directory" as const, ...one })),
  ),
]);

export const call = v.variant("port", [
  v.strictObject({ port: v.literal("server"), ...serverCall }),
  v.strictObject({ port: v.literal("directory"), ...directoryCall }),
  v.strictObject({ port: v.literal("cloud"), op: v.picklist(namesOf(cloudOperations)), args }),
]);

interface Of<P extends string, O extends string> {
  readonly port: P;
  readonly op: O;
  readonly args: Readonly<Record<string, Json>>;
}

/** One operation of a port with its arguments. */
export type Call =
  | Of<"server", NameOf<(typeof operations)[number]>>
  | Of<"directory", NameOf<(typeof directoryOperations)[number]>>
  | Of<"cloud", NameOf<(typeof cloudOperations)[number]>>;

/** What the operation of a call says of what it sets; undefined where no list has it. */
export const settingOf = ({ port, op }: Pick<Call, "port" | "op">): SettingEntry | undefined =>
  (listed[port] as readonly Operation[]).filter(isChanging).find(({ name }) => name === op);
