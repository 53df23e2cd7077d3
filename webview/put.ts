import { noChange } from "lit-html";
import { Directive, directive, type ElementPart } from "lit-html/directive.js";

type Write = (element: Element) => void;

class Put extends Directive {
  render(write: Write, element?: Element): unknown {
    if (element) write(element);
    return noChange;
  }

  override update({ element }: ElementPart, [write]: [Write]): unknown {
    return this.render(write, element);
  }
}

/**
 * Calls `write` with the element at every rendering. A binding writes only what differs from the last rendering; what a person
 * has changed since must be written although the view says the same as before.
 */
export const put = directive(Put);
