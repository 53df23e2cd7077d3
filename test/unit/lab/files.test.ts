/** Where the practice server's own files are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf } from "../../../lab/server/files.ts";

test("a Windows path is a file of the practice server's own folder, and never one outside", () => {
  assert.equal(placeOf("/p", "C:\\Users\\ada\\a.exe"), "/p/Users/ada/a.exe");
  assert.equal(placeOf("/p", "d:\\a.exe"), "/p/drive d/a.exe");
  assert.equal(placeOf("/p", "\\\\files\\s\\a.exe"), "/p/shares/files/s/a.exe");
  assert.equal(placeOf("/p", "/p/Temp/a.zip"), "/p/Temp/a.zip");
  for (const outside of [
    "/p/../etc/passwd",
    "/p/Temp/../../etc/passwd",
    "C:\\..\\..\\etc\\passwd",
    "C:\\x/../../etc\\passwd",
    "\\\\..\\..\\..\\etc\\passwd",
    "d:\\..\\..\\a",
  ])
    assert.throws(() => placeOf("/p", outside), /has no file/u, outside);
});
