/** Rights in a directory, as bits. Source: [MS-ADTS] 5.1.3.2, with what the generic ones stand for. Pure. */
export const rights = {
  createChild: 0x1,
  deleteChild: 0x2,
  list: 0x4,
  self: 0x8,
  readProperty: 0x10,
  writeProperty: 0x20,
  deleteTree: 0x40,
  listObject: 0x80,
  /** An extended right: which one is the entry's object type. */
  control: 0x100,
  delete: 0x1_0000,
  readControl: 0x2_0000,
  writeDacl: 0x4_0000,
  writeOwner: 0x8_0000,
} as const;
export type Right = keyof typeof rights;
export const rightNames = Object.keys(rights) as readonly Right[];

const fullControl = 0xf01ff;
const generic = [
  [0x1000_0000, fullControl],
  [0x2000_0000, rights.readControl | rights.list],
  [0x4000_0000, rights.readControl | rights.self | rights.writeProperty],
  [0x8000_0000, rights.readControl | rights.list | rights.readProperty | rights.listObject],
] as const;

/** The bits of some rights. */
export const maskOf = (...names: readonly Right[]): number =>
  names.reduce((all, name) => all | rights[name], 0);
export const allRights = maskOf(...rightNames);

/** A mask with each generic right as what it stands for. */
export const specific = (mask: number): number =>
  generic.reduce((all, [bit, means]) => ((mask & bit) === 0 ? all : all | means), mask) & allRights;

/** Names of the rights in a mask, in the order of their bits. */
export const rightsIn = (mask: number): readonly Right[] =>
  rightNames.filter((name) => (specific(mask) & rights[name]) !== 0);
