/** Starts a domain, says where, and waits to be killed. */
import path from "node:path";
import { domain } from "./domain.ts";

const { ca, controllers } = await domain("contoso");
const addresses = controllers.map(({ address }) => address);
console.log(JSON.stringify({ folder: path.dirname(path.dirname(ca)), addresses }));
// As long as a test that has forgotten to stop it.
setTimeout(() => undefined, 60_000);
