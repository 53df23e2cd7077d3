/** What is printed is searched for every known secret at once: how many there are must cost little. */
import { redactor } from "../../../src/server/redaction/redact.ts";
import { compared, type Measure } from "../figure.ts";

const text =
  "[12:13:14.567] [INFO ] C:\\Program Files\\Agent: contoso.com took 12 ms, was \u00fcber 3 and ended\r\n".repeat(
    3000,
  );

const searching = (count: number): (() => void) => {
  const { keep, redact } = redactor();
  for (let at = 0; at < count; at++) keep(`Correct-Horse${"x".repeat(at)}${at}`);
  return () => {
    redact(text);
  };
};

export const measure: Measure = () => {
  const [oneSecret, twelveSecrets] = [searching(1), searching(12)];
  oneSecret();
  const [twelve, one] = compared(twelveSecrets, oneSecret);
  return Promise.resolve([
    {
      what: "a text that is searched for twelve secrets, as a multiple of one",
      value: twelve / one,
      bound: 2,
      unit: "times",
      beside: `${twelve.toFixed(0)} ms and ${one.toFixed(0)} ms`,
    },
  ]);
};
