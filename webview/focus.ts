/** Where the keyboard is, across a new view. */

const focused = (): Element | undefined => {
  const active = document.activeElement;
  return active && active !== document.body ? active : undefined;
};

/**
 * Renders, and where the element that had the focus is gone, moves the focus to the nearest part around it that is still
 * there (parts carry `tabindex="-1"`), so that nobody working by keyboard is thrown back to the top of the page.
 */
export const keepFocus = (root: Element, renderView: () => void): void => {
  const before = focused();
  const homes: HTMLElement[] = [];
  for (let at = before?.parentElement; at && at !== root; at = at.parentElement)
    if (at.getAttribute("tabindex") === "-1") homes.push(at);
  renderView();
  if (before && !before.isConnected) homes.find((home) => home.isConnected)?.focus();
};
