import type { Clock } from "../setup/ports.ts";
import { CancelledError } from "../setup/problem.ts";

/** The machine's clock. */
export const clock: Clock = {
  now: () => new Date().toISOString(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const cancel = () => {
        clearTimeout(timer);
        reject(new CancelledError());
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", cancel);
        resolve();
      }, ms);
      if (signal.aborted) cancel();
      else signal.addEventListener("abort", cancel, { once: true });
    }),
};
