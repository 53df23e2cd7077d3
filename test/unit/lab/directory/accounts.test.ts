/** Who is bound in the lab's directory, and in which words Active Directory refuses. Asked by ldapts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Attribute, Change } from "ldapts";
import { fileTime } from "../../../../lab/directory/accounts.ts";
import { ada, base, password, plain, startedDirectory } from "../../support/directory.ts";

/** Attributes of an account in each state, with the number it leads to. */
const states = {
  "530": { logonHours: Buffer.alloc(21) },
  "531": { userWorkstations: "WS01,WS02" },
  "532": { "msDS-User-Account-Control-Computed": "8388608" },
  "533": { userAccountControl: "514" },
  "701": { accountExpires: fileTime(new Date(Date.now() - 60_000)) },
  "773": { pwdLastSet: "0" },
  "775": { lockoutTime: fileTime(new Date()) },
};
const users = Object.entries(states).map(([name, values]) => ({ name: `t.${name}`, values }));
const passwords = Object.fromEntries(
  [...users.map(({ name }) => `CN=${name},CN=Users,${base}`), ada, plain].map((dn) => [dn, password]),
);

test("an account's state decides with which number a bind is refused", async (t) => {
  const { client } = await startedDirectory(t, {
    domain: { users: [{ name: "ada" }, { name: "plain" }, ...users] },
    passwords,
  });
  const refused = async (name: string, entered: string, data: string) => {
    await assert.rejects(
      client().bind(name, entered),
      {
        code: 49,
        message: new RegExp(
          `^80090308: LdapErr: DSID-0C09\\d+, comment: AcceptSecurityContext error, data ${data}, v4563`,
          "u",
        ),
      },
      `${name} ${data}`,
    );
  };
  for (const data of Object.keys(states)) {
    await refused(`CONTOSO\\t.${data}`, password, data);
    // A wrong password says nothing of the account, but that it is locked.
    await refused(`CONTOSO\\t.${data}`, "wrong", data === "775" ? "775" : "52e");
  }
  await refused("CONTOSO\\nobody", password, "525");
  await refused("FABRIKAM\\ada", password, "525");
  await refused("CONTOSO\\ada", "wrong", "52e");
});

test("an account that has not expired yet, or may sign in now, is bound", async (t) => {
  const now = new Date(Date.UTC(2026, 10, 30, 18, 30));
  const hours = Buffer.alloc(21);
  // Monday, 18 to 19 o'clock.
  hours[5] = 1 << 2;
  const { client } = await startedDirectory(t, {
    domain: {
      users: [
        {
          name: "ada",
          values: { logonHours: hours, accountExpires: fileTime(new Date(now.getTime() + 1000)) },
        },
      ],
    },
    now: () => now,
  });
  await client().bind(ada, password);
});

test("an account is bound by each form of its name, and the server says whose connection it is", async (t) => {
  const { client, bound } = await startedDirectory(t);
  for (const name of [ada, ada.toUpperCase(), "CONTOSO\\ada", "contoso\\ADA", "ada@contoso.com"])
    await client().bind(name, password);
  const whoAmI = "1.3.6.1.4.1.4203.1.11.3";
  assert.equal((await (await bound()).exop(whoAmI)).value, "u:CONTOSO\\ada");
  assert.equal((await client().exop(whoAmI)).value ?? "", "");
});

test("a name without a password binds nobody, and a failed bind takes back the one before", async (t) => {
  const { client, bound } = await startedDirectory(t);
  const nobody = client();
  await nobody.bind(ada, "");
  await assert.rejects(nobody.search(base, { scope: "base" }), { code: 1 });
  const connection = await bound();
  await assert.rejects(connection.bind(ada, "wrong"), { code: 49 });
  await assert.rejects(connection.search(base, { scope: "base" }), { code: 1 });
});

const change = (operation: "add" | "delete" | "replace", ...values: string[]) =>
  new Change({ operation, modification: new Attribute({ type: "msDS-SupportedEncryptionTypes", values }) });

test("an administrator changes values, all of them or none", async (t) => {
  const { client, directory } = await startedDirectory(t);
  const computer = `CN=SYNC01,CN=Computers,${base}`;
  const administrator = client();
  // Through a group in the group, whatever the form of the name.
  await administrator.bind("CONTOSO\\ada", password);
  const value = async () => {
    const { searchEntries } = await administrator.search(computer, { scope: "base" });
    return searchEntries[0]?.["msDS-SupportedEncryptionTypes"];
  };
  assert.equal(await value(), "28");
  await administrator.modify(computer, change("replace", "24"));
  assert.equal(await value(), "24");
  await assert.rejects(administrator.modify(computer, change("add", "24")), { code: 20 });
  await assert.rejects(administrator.modify(computer, [change("add", "7"), change("delete", "9")]), {
    code: 16,
  });
  assert.equal(await value(), "24", "nothing of a change that fails");
  // The old one out and the new one in: a comparison that the directory itself makes.
  await administrator.modify(computer, [change("delete", "24"), change("add", "16")]);
  assert.equal(await value(), "16");
  await administrator.modify(computer, change("delete"));
  assert.equal(await value(), undefined);
  await assert.rejects(administrator.modify(computer, change("delete")), { code: 16 });
  await assert.rejects(administrator.modify(`CN=none,${base}`, change("add", "1")), { code: 32 });
  const other = client();
  await other.bind(plain, password);
  await assert.rejects(other.modify(computer, change("replace", "28")), {
    code: 50,
    message: /00002098: SecErr: .*problem 4003 \(INSUFF_ACCESS_RIGHTS\)/u,
  });
  assert.equal(
    directory.get(computer)?.attributes.some(({ name }) => name === "msDS-SupportedEncryptionTypes"),
    false,
  );
});

test("what else can be asked of a directory is refused", async (t) => {
  const { bound } = await startedDirectory(t);
  const client = await bound();
  await assert.rejects(client.add(`CN=new,${base}`, { objectClass: "container" }), { code: 53 });
  await assert.rejects(client.del(ada), { code: 53 });
  await assert.rejects(client.modifyDN(ada, "CN=eva"), { code: 53 });
  await assert.rejects(client.compare(ada, "cn", "ada"), { code: 53 });
  await assert.rejects(client.exop("1.2.3.4"), { code: 2 });
  await assert.rejects(client.bind("EXTERNAL", ""), { code: 7 });
});
