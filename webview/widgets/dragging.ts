/**
 * Moving a row of a list with the mouse, by the browser's own dragging. Where it would go is drawn and said while it is dragged; the
 * keyboard's way is as good (`orderedList.ts`). One row is dragged at a time, within its own list.
 */

interface Dragged {
  readonly list: string;
  readonly id: string;
}
let dragged: Dragged | undefined;

/** A list as it is shown now. */
export interface Draggable {
  /** A name of the list that no other on any page has. */
  readonly list: string;
  readonly ids: readonly string[];
  /** What is said while the row would go to that place. */
  readonly saying: (id: string, to: number) => string;
  readonly move: (id: string, to: number) => void;
}

export interface RowListeners {
  readonly start: (event: DragEvent) => void;
  readonly over: (event: DragEvent) => void;
  readonly drop: (event: DragEvent) => void;
  readonly end: (event: DragEvent) => void;
}

const listOf = ({ currentTarget: row }: Event): Element | null =>
  row instanceof Element ? row.closest(".ordering") : null;

const draw = (event: Event, side: "before" | "after" | undefined, said: string): void => {
  const list = listOf(event);
  for (const row of list?.querySelectorAll("[data-drop]") ?? []) row.removeAttribute("data-drop");
  const row = event.currentTarget;
  if (side !== undefined && row instanceof Element) row.setAttribute("data-drop", side);
  const place = list?.querySelector(".placing");
  // It is said again only where it is another place.
  if (place && place.textContent !== said) place.textContent = said;
};

/** What the row at a place does with what is dragged over it. */
export const rowListeners = ({ list, ids, saying, move }: Draggable, at: number): RowListeners => {
  /** Where the dragged row would stand, and on which side of this one that is drawn; undefined where it is of another list, or gone. */
  const target = ({ clientY, currentTarget: row }: DragEvent) => {
    if (dragged?.list !== list || !(row instanceof Element)) return undefined;
    const from = ids.indexOf(dragged.id);
    if (from < 0) return undefined;
    const { top, height } = row.getBoundingClientRect();
    const isBelow = clientY > top + height / 2;
    const gap = isBelow ? at + 1 : at;
    return {
      id: dragged.id,
      from,
      to: gap > from ? gap - 1 : gap,
      side: isBelow ? ("after" as const) : ("before" as const),
    };
  };
  return {
    start: (event) => {
      const id = ids[at];
      if (id === undefined || !event.dataTransfer) return;
      dragged = { list, id };
      event.dataTransfer.effectAllowed = "move";
      // Of a kind of its own: whatever else it is dropped on takes nothing.
      event.dataTransfer.setData("application/x-row", "");
    },
    over: (event) => {
      const found = target(event);
      if (!found) return;
      event.preventDefault();
      draw(event, found.to === found.from ? undefined : found.side, saying(found.id, found.to));
    },
    drop: (event) => {
      const found = target(event);
      draw(event, undefined, "");
      dragged = undefined;
      if (!found) return;
      event.preventDefault();
      if (found.to !== found.from) move(found.id, found.to);
    },
    end: (event) => {
      dragged = undefined;
      draw(event, undefined, "");
    },
  };
};
