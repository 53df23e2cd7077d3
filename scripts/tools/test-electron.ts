/** `npm run test:electron`: the host tests in a desktop VS Code, downloaded or named in VSCODE_EXECUTABLE. */
import { runHostTests } from "./hostTests.ts";
import { productionBuild } from "./package.ts";

await productionBuild();
const { passed, failed, said } = await runHostTests(process.env.VSCODE_EXECUTABLE);
console.log(`${said}\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
