/** Who signed in to the practised domain, as the record has it; tests change what they are about. */
import type { SignedIn } from "../../../src/setup/directory/signInOf.ts";

/** A Domain Admin, seen from the server, whose password has an end that was not told. */
export const signedInAsRoot = (change: Partial<SignedIn> = {}): SignedIn => ({
  about: "signedIn",
  domain: "contoso.com",
  account: "CONTOSO\\root",
  controller: "dc1.contoso.com",
  view: "server",
  computer: "SYNC01",
  domainAdmin: true,
  enterpriseAdmin: false,
  adminOf: [],
  protectedUser: false,
  guest: false,
  password: null,
  mayCreateAccount: true,
  mayGivePermissions: true,
  rootKeys: null,
  ...change,
});
