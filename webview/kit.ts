/**
 * The widgets of the page under the page's own names: the only file that knows the toolkit. Another toolkit takes its place by
 * giving the same templates, `registerKit` and `settleKit`.
 *
 * What waits for a running step is `aria-disabled` or read-only rather than disabled: a disabled element loses the focus.
 */
import {
  Button,
  Checkbox,
  provideVSCodeDesignSystem,
  RadioGroup,
  TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeLink,
  vsCodeProgressRing,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";
import { html, nothing } from "lit-html";
import { each } from "./each.ts";
import { put } from "./put.ts";
import { commit, leave, receive } from "./typing.ts";

/** Defines the custom elements that the templates below use. */
export const registerKit = (): void => {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeLink(),
    vsCodeProgressRing(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
    vsCodeTextField(),
  );
};

/** What each choice or box was last told, or has last told the host. The toolkit reports our own writes as changes, too. */
const known = new WeakMap<Element, string | boolean | undefined>();
const isNews = (element: Element, value: string | boolean): boolean => {
  if (known.get(element) === value) return false;
  known.set(element, value);
  return true;
};

export interface ButtonParts {
  readonly label: string;
  /** Read aloud instead of the label; begins with it. */
  readonly spoken?: string;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  /** Ids of the elements that say more, separated by spaces. */
  readonly describedBy?: string;
  /** Called with the button. */
  readonly press: (at: Element) => void;
}

/** The state goes in as a property: the toolkit's button hands no change of `aria-disabled` on to the button inside it. */
export const button = ({ label, spoken, primary, disabled, describedBy, press }: ButtonParts): unknown =>
  html`<vscode-button
    appearance=${primary === true ? "primary" : "secondary"}
    aria-label=${spoken ?? label}
    .ariaDisabled=${disabled === true ? "true" : "false"}
    data-described-by=${describedBy ?? ""}
    @click=${({ currentTarget: at }: Event) => {
      if (disabled !== true && at instanceof Element) press(at);
    }}
    >${label}</vscode-button
  >`;

export interface IconButtonParts extends Pick<ButtonParts, "disabled" | "press"> {
  /** What it does, shown where a mouse rests on it. */
  readonly label: string;
  readonly spoken: string;
  readonly picture: unknown;
}

/** A button that is a picture, for rows that have several each. */
export const iconButton = ({ label, spoken, picture, disabled, press }: IconButtonParts): unknown =>
  html`<vscode-button
    appearance="icon"
    aria-label=${spoken}
    title=${label}
    .ariaDisabled=${disabled === true ? "true" : "false"}
    @click=${({ currentTarget: at }: Event) => {
      if (disabled !== true && at instanceof Element) press(at);
    }}
    >${picture}</vscode-button
  >`;

export interface LinkParts {
  readonly label: string;
  readonly spoken?: string;
  readonly follow: () => void;
}

/** A link that the host follows. The page itself goes nowhere, so VS Code's own handling of links must not see the click. */
export const link = ({ label, spoken, follow }: LinkParts): unknown =>
  html`<vscode-link
    href="#"
    aria-label=${spoken ?? label}
    @click=${(event: Event) => {
      event.preventDefault();
      event.stopPropagation();
      follow();
    }}
    >${label}</vscode-link
  >`;

export interface CheckboxParts {
  readonly label: string;
  readonly checked: boolean;
  readonly disabled: boolean;
  readonly describedBy?: string;
  readonly toggle: (checked: boolean) => void;
}

export const checkbox = ({ label, checked, disabled, describedBy, toggle }: CheckboxParts): unknown =>
  html`<vscode-checkbox
    ?readonly=${disabled}
    aria-describedby=${describedBy ?? nothing}
    ${put((element) => {
      known.set(element, checked);
      if (element instanceof Checkbox) element.checked = checked;
    })}
    @change=${({ currentTarget: box }: Event) => {
      if (box instanceof Checkbox && isNews(box, box.checked)) toggle(box.checked);
    }}
    >${label}</vscode-checkbox
  >`;

export interface ChoiceParts {
  readonly label: string;
  readonly options: readonly {
    readonly value: string;
    readonly label: string;
    readonly detail?: string | undefined;
  }[];
  readonly value: string;
  readonly disabled: boolean;
  readonly describedBy?: string;
  readonly choose: (value: string) => void;
}

export const choice = ({ label, options, value, disabled, describedBy, choose }: ChoiceParts): unknown =>
  html`<vscode-radio-group
    orientation="vertical"
    ?readonly=${disabled}
    aria-describedby=${describedBy ?? nothing}
    ${put((element) => {
      known.set(element, value);
      // With a value that is no option, the toolkit would leave every option out of the Tab order.
      const isOption = options.some((option) => option.value === value);
      if (element instanceof RadioGroup) Object.assign(element, { value: isOption ? value : undefined });
    })}
    @change=${({ currentTarget: group, target }: Event) => {
      if (target !== group || !(group instanceof RadioGroup)) return;
      const chosen: unknown = group.value;
      if (typeof chosen === "string" && isNews(group, chosen)) choose(chosen);
    }}
  >
    <label slot="label" dir="auto">${label}</label>
    ${each(
      options,
      (option) => option.value,
      (option) =>
        html`<vscode-radio value=${option.value}
          >${option.label}${
            option.detail === undefined ? nothing : html`<small dir="auto"> ${option.detail}</small>`
          }</vscode-radio
        >`,
    )}
  </vscode-radio-group>`;

export interface TextFieldParts {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string | undefined;
  readonly disabled: boolean;
  readonly wrong: boolean;
  /** Ids of the elements that say more, separated by spaces. */
  readonly describedBy: string;
  /** Called at Enter and at leaving the field, with what is new. */
  readonly answer: (text: string) => void;
}

/** As long as an answer may be. */
const longestAnswer = 10_000;

export const textField = (parts: TextFieldParts): unknown => {
  const tell = (text: string | undefined) => {
    if (text !== undefined) parts.answer(text);
  };
  const onField =
    (take: typeof commit) =>
    ({ currentTarget: field }: Event) => {
      if (field instanceof TextField) tell(take(field));
    };
  const onEnter = onField(commit);
  return html`<vscode-text-field
    ?readonly=${parts.disabled}
    placeholder=${parts.placeholder ?? ""}
    maxlength=${longestAnswer}
    data-wrong=${parts.wrong ? "true" : "false"}
    data-described-by=${parts.describedBy}
    ${put((element) => {
      if (element instanceof TextField) receive(element, parts.value);
    })}
    @change=${onEnter}
    @keydown=${(event: KeyboardEvent) => {
      if (event.key === "Enter") onEnter(event);
    }}
    @focusout=${onField(leave)}
    >${parts.label}</vscode-text-field
  >`;
};

export interface LineFieldParts extends Pick<
  TextFieldParts,
  "label" | "placeholder" | "disabled" | "wrong" | "describedBy"
> {
  /** Called at Enter, with what stands in it. */
  readonly enter: (text: string) => void;
  /** Called with it at every rendering. */
  readonly drawn: (line: Line) => void;
}

/** What stands in a line field, to be read and emptied. */
export interface Line {
  value: string;
}

/** A line to type something into that is used at Enter or by a button: leaving the field does nothing. */
export const lineField = (parts: LineFieldParts): unknown =>
  html`<vscode-text-field
    ?readonly=${parts.disabled}
    placeholder=${parts.placeholder ?? ""}
    maxlength=${longestAnswer}
    data-wrong=${parts.wrong ? "true" : "false"}
    data-described-by=${parts.describedBy}
    ${put((element) => {
      if (element instanceof TextField) parts.drawn(element);
    })}
    @keydown=${({ key, currentTarget: field }: KeyboardEvent) => {
      if (key === "Enter" && field instanceof TextField && !parts.disabled) parts.enter(field.value);
    }}
    >${parts.label}</vscode-text-field
  >`;

/** A picture only: what it stands for is said in text beside it. */
export const ring = (): unknown =>
  html`<span class="ring" aria-hidden="true"><vscode-progress-ring></vscode-progress-ring></span>`;

/**
 * To be called after each rendering: ties the input of each text field, and each button, to the texts that describe it. An id
 * does not reach into a shadow tree, an element does.
 */
export const settleKit = (root: Element): void => {
  for (const field of root.querySelectorAll("vscode-text-field, vscode-button")) {
    if (!(field instanceof TextField || field instanceof Button)) continue;
    const ids = (field.dataset.describedBy ?? "").split(" ").filter((id) => id !== "");
    field.control.ariaDescribedByElements = ids.flatMap((id) => document.getElementById(id) ?? []);
    if (field instanceof TextField) field.control.ariaInvalid = field.dataset.wrong ?? "false";
  }
};
