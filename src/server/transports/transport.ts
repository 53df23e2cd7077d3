/**
 * What a way to a server has to say: how a session begins, and all that is otherwise of a server that is reached so. Each has a file
 * beside this one, and its line in `transports.ts`.
 */
import * as v from "valibot";
import type { AddingServer } from "../../setup/addingServer.ts";
import type { Problem } from "../../setup/problem.ts";
import type { ReachWords } from "../../setup/reachWords.ts";
import type { Reach } from "../../setup/target.ts";

/** How a program is started whose PowerShell reads a session's writes from its input: see `session.ts`. */
export interface Launch {
  /** Program and arguments; no shell takes part. */
  readonly command: readonly string[];
  /** All variables that it has, and with it whatever it starts. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder it works in, on the machine where VS Code runs. */
  readonly folder: string;
  /** How long each write that begins a session may go unanswered. */
  readonly startTimeoutMs: number;
  /** Why no session begins this way, in its own words. */
  readonly problems: {
    /** The program cannot be started; `raw` is what Node says. */
    readonly noProgram: (program: string, raw: string) => Problem;
    /** The program was started, and PowerShell does not answer; `printed` is what came instead. */
    readonly notBegun: (printed: string) => Problem;
  };
}

/** What a person may set, on this machine alone. `npm run manifest` writes it into package.json. */
export interface TransportSetting<T = unknown> {
  readonly value: v.GenericSchema<T>;
  /** Where nobody set it, or something that it cannot be. */
  readonly unset: NoInfer<T>;
  /** What it is for, in English. */
  readonly says: string;
}
type Settings = Readonly<Record<string, TransportSetting>>;
type ValuesOf<S extends Settings> = { readonly [K in keyof S]: v.InferOutput<S[K]["value"]> };

/** What is set under a name; undefined where nothing is. */
export type ReadSetting = (name: string) => unknown;

/** The way to one server. */
export interface Way {
  /** Where it is, as it stands beside its name. */
  readonly where: string;
  /** How a session begins now: settings may have changed since the last one. */
  readonly launch: (read: ReadSetting) => Launch | Promise<Launch>;
}

export interface Transport {
  /** The kind of reach that it is for. */
  readonly kind: string;
  readonly words: ReachWords;
  readonly settings: Settings;
  readonly adding?: AddingServer;
  /** Undefined where the reach is not one of this transport's. */
  readonly wayTo: (reach: Reach) => Way | undefined;
}

type PartsOf<N extends string> = Readonly<Record<N, string>>;

/**
 * A transport as its file says it, by the names of what belongs to its reach (`F`), of what came to that later (`L`), and of its
 * settings (`S`).
 */
interface TransportParts<F extends string, L extends string, S extends Settings> {
  readonly kind: string;
  /** What belongs to such a reach beside its kind: addresses, names. */
  readonly reach: readonly F[];
  /** What belongs to it only since a later version, each with what a server has that was added before. */
  readonly later?: PartsOf<L>;
  readonly words: ReachWords;
  readonly settings: S;
  /** How one is added, with the question for each part of its reach; without it none can be. */
  readonly adding?: Pick<AddingServer, "title" | "detail"> & {
    readonly asks: Readonly<Record<NoInfer<F | L>, () => string>>;
  };
  readonly where: (reach: PartsOf<NoInfer<F | L>>) => string;
  readonly launch: (
    reach: PartsOf<NoInfer<F | L>>,
    settings: ValuesOf<NoInfer<S>>,
  ) => Launch | Promise<Launch>;
}

/** Whether a reach has exactly these parts: one with more is another version's, and would lead elsewhere without it. */
const hasParts = <F extends string>(reach: Reach, parts: readonly F[]): reach is Reach & PartsOf<F> =>
  Object.keys(reach).length === parts.length + 1 && parts.every((name) => Object.hasOwn(reach, name));

const valueOf = ({ value, unset }: TransportSetting, set: unknown): unknown => {
  const parsed = v.safeParse(value, set);
  return parsed.success ? parsed.output : unset;
};

export const transport = <const F extends string, const S extends Settings, const L extends string = never>({
  kind,
  reach: first,
  later,
  words,
  settings,
  adding,
  where,
  launch,
}: TransportParts<F, L, S>): Transport => {
  const parts: readonly (F | L)[] = [...first, ...(Object.keys(later ?? {}) as L[])];
  return {
    kind,
    words,
    settings,
    ...(adding
      ? { adding: { ...adding, kind, asks: parts.map((name) => ({ name, prompt: adding.asks[name] })) } }
      : {}),
    wayTo: (stored) => {
      const reach: Reach = { ...later, ...stored };
      if (reach.kind !== kind || !hasParts(reach, parts)) return undefined;
      return {
        where: where(reach),
        launch: (read) =>
          launch(
            reach,
            Object.fromEntries(
              Object.entries(settings).map(([name, one]) => [name, valueOf(one, read(name))]),
            ) as ValuesOf<S>,
          ),
      };
    },
  };
};
