/** A reporter for node:test that only counts, for the closing line. The numbers go to the file in COUNTER_FILE. */
import { appendFileSync } from "node:fs";
import type { TestEvent } from "node:test/reporters";

// The runner loads a reporter by its default export, and asks it for text; this one has none to give.
export default async function* counter(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0;
  let failed = 0;
  for await (const event of source) {
    if (event.type === "test:pass" && event.data.details.type !== "suite" && event.data.skip === undefined)
      passed += 1;
    else if (event.type === "test:fail") failed += 1;
  }
  yield "";
  appendFileSync(process.env.COUNTER_FILE ?? "/dev/null", `${passed} ${failed}\n`);
}
