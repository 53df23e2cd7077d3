/** Active Directory's own number in what it says of a bind. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bindDataOf } from "../../../../src/setup/directory/bindData.ts";

test("the number is found in Active Directory's and in Samba's text, in small letters", () => {
  const text = (data: string) =>
    `80090308: LdapErr: DSID-0C09041C, comment: AcceptSecurityContext error, data ${data}, v4563`;
  assert.equal(bindDataOf(text("52e")), "52e");
  assert.equal(bindDataOf(text("52E")), "52e");
  assert.equal(bindDataOf(text("0000052e")), "52e");
  assert.equal(bindDataOf("NT_STATUS_LOGON_FAILURE, data 775, v893"), "775");
});

test("a text without one, or with zero, has none", () => {
  for (const text of [
    "",
    "data",
    "data , v1",
    "metadata 52e",
    "error, data 0, v4563",
    "data 123456789abcdef0",
  ])
    assert.equal(bindDataOf(text), undefined, text);
});
