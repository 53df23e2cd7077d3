/** An entry of Microsoft's tables of permissions: what is allowed, on what, for which entries. Pure. */
import * as l10n from "@vscode/l10n";
import { allRights, maskOf } from "./accessMask.ts";
import type { Guid } from "./guid.ts";
import { attributes, classes, extendedRights, nameOfGuid, type ClassName } from "./schemaIds.ts";

/** Where a permission at the domain's root counts. */
export type AppliesTo =
  | { readonly scope: "root" }
  | { readonly scope: "descendants"; readonly of: ClassName }
  | { readonly scope: "everywhere" };

/** What the table calls the access. */
export type Access =
  | "readAll"
  | "readWriteAll"
  | "writeProperty"
  | "fullControl"
  | "extendedRight"
  | "createDelete"
  | "genericWrite"
  | "genericReadWrite"
  | "createDeleteChildren"
  | "deleteTree";

export interface DocumentedEntry {
  readonly access: Access;
  /** As bits. */
  readonly mask: number;
  /** The property, the extended right or the class of child; null for all. */
  readonly objectType: Guid | null;
  readonly appliesTo: AppliesTo;
}

const read = maskOf("readProperty");
const write = maskOf("writeProperty");
const children = maskOf("createChild", "deleteChild");
const below = (of: ClassName): AppliesTo => ({ scope: "descendants", of });
const entry = (
  access: Access,
  mask: number,
  appliesTo: AppliesTo,
  objectType: Guid | null = null,
): DocumentedEntry => ({ access, mask, objectType, appliesTo });

export const readAll = (of: ClassName): DocumentedEntry => entry("readAll", read, below(of));
export const readWriteAll = (of: ClassName): DocumentedEntry =>
  entry("readWriteAll", read | write, below(of));
export const fullControl = (of: ClassName): DocumentedEntry => entry("fullControl", allRights, below(of));
export const writes = (attribute: keyof typeof attributes, of: ClassName): DocumentedEntry =>
  entry("writeProperty", write, below(of), attributes[attribute]);
export const hasRight = (
  right: keyof typeof extendedRights,
  appliesTo: AppliesTo = { scope: "root" },
): DocumentedEntry => entry("extendedRight", maskOf("control"), appliesTo, extendedRights[right]);
export const hasRightOn = (right: keyof typeof extendedRights, of: ClassName): DocumentedEntry =>
  hasRight(right, below(of));
/** Creating and deleting entries of a class, on this object and all below. */
export const createsDeletes = (of: ClassName): DocumentedEntry =>
  entry("createDelete", children, { scope: "everywhere" }, classes[of]);
/** The generic rights as [MS-ADTS] 5.1.3.2 resolves them, without the right to read permissions, which everybody has. */
export const genericWrite = (of: ClassName): DocumentedEntry =>
  entry("genericWrite", write | maskOf("self"), below(of));
export const genericReadWrite = (of: ClassName): DocumentedEntry =>
  entry("genericReadWrite", read | write | maskOf("self", "list", "listObject"), below(of));
export const createsDeletesChildren = (of: ClassName): DocumentedEntry =>
  entry("createDeleteChildren", children, below(of));
export const deletesTree = (of: ClassName): DocumentedEntry =>
  entry("deleteTree", maskOf("delete", "deleteTree"), below(of));

const accessWords: Readonly<Record<Access, (what: string) => string>> = {
  readAll: () => l10n.t("Read all properties"),
  readWriteAll: () => l10n.t("Read and write all properties"),
  writeProperty: (what) => l10n.t("Write property {0}", what),
  fullControl: () => l10n.t("Full control"),
  extendedRight: (what) => what,
  createDelete: (what) => l10n.t("Create and delete {0} objects", what),
  genericWrite: () => l10n.t("Generic write"),
  genericReadWrite: () => l10n.t("Generic read and write"),
  createDeleteChildren: () => l10n.t("Create and delete child objects"),
  deleteTree: () => l10n.t("Delete, and delete with all below"),
};

export const sayScope = (appliesTo: AppliesTo): string => {
  switch (appliesTo.scope) {
    case "root":
      return l10n.t("this object only (domain root)");
    case "everywhere":
      return l10n.t("this object and all descendant objects");
    case "descendants":
      return l10n.t("descendant {0} objects", appliesTo.of);
  }
};

/** As Microsoft's tables say it: what, and on what. */
export const sayEntry = ({ access, objectType, appliesTo }: DocumentedEntry): string =>
  l10n.t(
    "{0}: {1}",
    accessWords[access](objectType === null ? "" : nameOfGuid(objectType)),
    sayScope(appliesTo),
  );
