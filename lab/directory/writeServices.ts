/** KDS root keys and group managed service accounts of a described domain. */
import { createHash } from "node:crypto";
import { fileTime } from "./accounts.ts";
import { descriptorBytes, type Permission } from "./descriptor.ts";
import { escapeName } from "./names.ts";
import { control } from "./writeAccounts.ts";
import { top, type Writing } from "./writing.ts";

export const writeServices = (writing: Writing): void => {
  const { domain, dn, configuration } = writing;
  const keys = `CN=Master Root Keys,CN=Group Key Distribution Service,CN=Services,${configuration}`;
  writing.put(`CN=Services,${configuration}`, "Container", top("container"));
  writing.put(keys.slice(keys.indexOf(",") + 1), "Container", top("container"));
  writing.put(keys, "Container", {
    ...top("container"),
    allowedChildClassesEffective: "msKds-ProvRootKey",
  });
  for (const [at, key] of (domain.kdsKeys ?? []).entries()) {
    const name = createHash("md5").update(`key ${at}`).digest("hex");
    // 100 nanoseconds since 1601 (MS-ADTS, 2.307 and 2.308 of the schema: ms-Kds-CreateTime, ms-Kds-UseStartTime).
    writing.put(`CN=${name},${keys}`, "ms-Kds-Prov-RootKey", {
      ...top("msKds-ProvRootKey"),
      "msKds-CreateTime": fileTime(key.madeAt),
      "msKds-UseStartTime": fileTime(key.countsFrom),
      "msKds-Version": "1",
    });
  }
  const container = `CN=Managed Service Accounts,${dn}`;
  writing.put(container, "Container", {
    ...top("container"),
    allowedChildClassesEffective: "msDS-GroupManagedServiceAccount",
  });
  for (const one of domain.managedAccounts ?? []) {
    const read: Permission[] = one.readers.map((reader) => ({ sid: writing.sidOf(reader), mask: 0xf01ff }));
    writing.account(
      `CN=${escapeName(one.cn)},${container}`,
      "ms-DS-Group-Managed-Service-Account",
      { name: one.account, ...(one.rid === undefined ? {} : { rid: one.rid }) },
      {
        ...top("person", "organizationalPerson", "user", "computer", "msDS-GroupManagedServiceAccount"),
        userAccountControl: String(control.computer),
        dNSHostName: `${one.cn}.${domain.dns}`,
        primaryGroupID: "515",
        "msDS-SupportedEncryptionTypes": String(one.encryptionTypes),
        "msDS-ManagedPasswordInterval": "30",
        "msDS-GroupMSAMembership": descriptorBytes({
          owner: "S-1-5-32-544",
          group: "S-1-5-32-544",
          permissions: read,
        }),
      },
    );
  }
};
