/** The site of a server. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { siteOf } from "../../../../src/setup/directory/site.ts";

test("a server's site is the part above its servers, whatever stands in its name", () => {
  const place = "CN=Servers,CN=Halle\\, Saale,CN=Sites,CN=Configuration,DC=lan";
  assert.equal(siteOf(`CN=DC1,${place}`, 1), "Halle, Saale");
  assert.equal(siteOf(`CN=NTDS Settings,CN=DC1,${place}`, 2), "Halle, Saale");
  for (const dn of ["", "no name", "CN=DC1,OU=Domain Controllers,DC=lan", "CN=DC1,CN=Servers,CN=a,CN=b"])
    assert.equal(siteOf(dn, 1), undefined, dn);
});
