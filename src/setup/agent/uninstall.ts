/** What is taken off a server, and in which order. Pure. */
import { valueOf } from "../values/fact.ts";
import type { AgentHealth } from "../operations/agent.ts";
import type { WindowsFacts } from "../operations/windows.ts";

type Product = Extract<AgentHealth["products"], { value: unknown }>["value"][number];
type Others = Pick<WindowsFacts, "neighbours" | "updaterSharers">;

const isUpdater = ({ name }: Product): boolean => /agent updater/iu.test(name);
const isPackage = ({ name }: Product): boolean => /package/iu.test(name);

/**
 * The updater belongs to Microsoft's other connectors too - Connect Sync, pass-through authentication, Connect Health, the
 * Password Protection proxy (Microsoft, "Deploy Microsoft Entra Password Protection") - and no page lists them all. It stays
 * unless every sign of another one was read and says that there is none.
 */
const keepsUpdater = ({ neighbours, updaterSharers }: Others): boolean =>
  valueOf(neighbours)?.length !== 0 || valueOf(updaterSharers)?.length !== 0;

/** Updater, agent, package: the order of Microsoft's page. Without the updater where something else may need it. */
export const uninstallOrder = (products: readonly Product[], others: Others): readonly Product[] => {
  const rank = (one: Product) => (isUpdater(one) ? 0 : isPackage(one) ? 2 : 1);
  return products
    .filter((one) => !isUpdater(one) || !keepsUpdater(others))
    .toSorted((one, other) => rank(one) - rank(other));
};
