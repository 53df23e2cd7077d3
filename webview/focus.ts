/** Where the keyboard is, across a new view. */

const focused = (): Element | undefined => {
  const active = document.activeElement;
  return active && active !== document.body ? active : undefined;
};

/**
 * Renders, and gives the focus back to the element that had it. Where that is gone, moves the focus to the nearest part around it that is still
 * there (parts carry `tabindex="-1"`), so that nobody working by keyboard is thrown back to the top of the page.
 */
export const keepFocus = (root: Element, renderView: () => void): void => {
  const before = focused();
  const homes: HTMLElement[] = [];
  for (let at = before?.parentElement; at && at !== root; at = at.parentElement)
    if (at.getAttribute("tabindex") === "-1") homes.push(at);
  renderView();
  if (!before || focused() === before) return;
  // What is moved to another place loses the focus on the way.
  if (!before.isConnected) homes.find((home) => home.isConnected)?.focus();
  else if (before instanceof HTMLElement) before.focus();
};
