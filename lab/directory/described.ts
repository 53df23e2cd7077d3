/** What a domain is like, from which its entries are written. */
import type { Permission } from "./descriptor.ts";
import type { Value } from "./entry.ts";

export type Values = Readonly<Record<string, Value | readonly Value[] | undefined>>;

export interface DescribedController {
  /** `DC1`. */
  readonly name: string;
  readonly site: string;
  /** `Windows Server 2022 Standard` where it is left out. */
  readonly operatingSystem?: string;
  readonly isCatalog?: boolean;
  readonly isReadOnly?: boolean;
}

export interface DescribedAccount {
  /** sAMAccountName; of a computer without its `$`. */
  readonly name: string;
  /** Relative identifier; the next free one where it is left out. */
  readonly rid?: number;
  /** Groups by their names. */
  readonly groups?: readonly string[];
  /** What is otherwise of its entry. */
  readonly values?: Values;
}

export interface DescribedManagedAccount {
  /** `provAgentgMSA`. */
  readonly cn: string;
  /** With its `$`: `pGMSA_784aba0b$`. */
  readonly account: string;
  readonly rid?: number;
  /** sAMAccountName of those who may read its password. */
  readonly readers: readonly string[];
  /** msDS-SupportedEncryptionTypes. */
  readonly encryptionTypes: number;
}

export interface OtherDomain {
  readonly dns: string;
  readonly netBios: string;
  readonly sid: string;
  /** None are known where it is left out. */
  readonly controllers?: readonly DescribedController[];
}

export interface DescribedDomain {
  readonly dns: string;
  readonly netBios: string;
  readonly sid: string;
  /** The first of them is the PDC emulator. */
  readonly controllers: readonly DescribedController[];
  /** Name of the controller that answers; the first one's where it is left out. */
  readonly answers?: string;
  /** DNS name of the forest's first domain, where that is another one. */
  readonly forest?: string;
  readonly users: readonly DescribedAccount[];
  readonly groups?: readonly DescribedAccount[];
  readonly computers?: readonly DescribedAccount[];
  /** When each KDS root key was made, and from when on it counts. */
  readonly kdsKeys?: readonly { readonly madeAt: Date; readonly countsFrom: Date }[];
  readonly managedAccounts?: readonly DescribedManagedAccount[];
  /** Other domains of the forest. */
  readonly others?: readonly OtherDomain[];
  /** What was given on the domain itself; accounts are named by what they are called. */
  readonly permissionsOf?: (sidOf: (account: string) => string) => readonly Permission[];
  /** 88: Windows Server 2019 and 2022 (Microsoft, "Find the current schema version"). */
  readonly schemaVersion?: number;
  readonly lacksExternalIdAttribute?: boolean;
}
