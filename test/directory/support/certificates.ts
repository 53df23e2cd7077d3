/** An authority of a domain's own, and certificates of its controllers: Samba's own names no host. */
import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { run } from "./programs.ts";

/** The machine's own settings of openssl stay out of it. */
const settings = "[req]\ndistinguished_name = name\n[name]\n";

/** Below the folder of an authority or a controller, as files of PEM. */
export const certificateFiles = (folder: string) => ({
  authority: path.join(folder, "ca.pem"),
  certificate: path.join(folder, "cert.pem"),
  key: path.join(folder, "key.pem"),
});

const make = async (folder: string, subject: string, ...more: readonly string[]): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const config = path.join(folder, "openssl.cnf");
  await writeFile(config, settings);
  const { key } = certificateFiles(folder);
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const how = ["-x509", "-config", config, "-days", "3650", "-subj", `/CN=${subject}`];
  await run("openssl", ["req", ...how, ...curve, "-keyout", key, ...more]);
  await chmod(key, 0o600);
};

const extension = (line: string): string[] => ["-addext", line];

/** An authority in a folder. */
export const makeAuthority = (folder: string, subject: string): Promise<void> =>
  make(
    folder,
    subject,
    "-out",
    certificateFiles(folder).authority,
    ...extension("basicConstraints=critical,CA:TRUE"),
    ...extension("keyUsage=critical,keyCertSign,cRLSign"),
  );

/** A server's certificate in a folder, by an authority in another one, for all of these names and addresses. */
export const makeCertificate = (
  folder: string,
  authority: string,
  { names, addresses }: { readonly names: readonly string[]; readonly addresses: readonly string[] },
): Promise<void> => {
  const by = certificateFiles(authority);
  const alternatives = [...names.map((name) => `DNS:${name}`), ...addresses.map((one) => `IP:${one}`)];
  return make(
    folder,
    names[0] ?? addresses[0] ?? "",
    ...["-CA", by.authority, "-CAkey", by.key, "-out", certificateFiles(folder).certificate],
    ...extension("basicConstraints=critical,CA:FALSE"),
    ...extension("extendedKeyUsage=serverAuth"),
    ...extension(`subjectAltName=${alternatives.join(",")}`),
  );
};
