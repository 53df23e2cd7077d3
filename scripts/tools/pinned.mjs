// The packages that are fetched from NuGet, each by the SHA-512 of its file: a registry, a mirror or a proxy may give another
// file under the same name and version. A new version gets its hash from
//   openssl dgst -sha512 -binary <file>.nupkg | base64 -w0
// of a file whose signatures `dotnet nuget verify --all` has accepted.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";

/** @typedef {{ name: string, version: string, sha512: string }} Pinned */

/** @type {Readonly<Record<"powershell" | "netFramework" | "compiler" | "pester", Pinned>>} */
export const pinned = {
  /** PowerShell as a .NET tool; it needs the SDK of .NET 10. */
  powershell: {
    name: "PowerShell",
    version: "7.6.9",
    sha512: "O3wOubVPYI1WqraiDIKHouPFK4sb6HxLnmk0BPvW0ANLNGiBk40ASUrCDD36WiKyTcQp6CTq7312qI3vwffzJg==",
  },
  /** What compiles .NET's assemblies for a kind of machine. */
  compiler: {
    name: "Microsoft.NETCore.App.Crossgen2.linux-x64",
    version: "10.0.12",
    sha512: "hBrbpFloNh3BlCDLxPff3ElYmGUuQM2ZTKlYRtGXYak9e+0nDMSmtQcxApMf06f8M4mGyEsGCSscW0BnuJuE2g==",
  },
  /** Tests of PowerShell in PowerShell. */
  pester: {
    name: "Pester",
    version: "6.2.0",
    sha512: "SVQVS0NU4qpAF/2m70omX2J88D/sM8udIDu+PETFMgW6MIxtpFp33HAtT099A568hF3pvzprQu/7TI9UfPTsQg==",
  },
  netFramework: {
    name: "Microsoft.NETFramework.ReferenceAssemblies.net462",
    version: "1.0.3",
    sha512: "HMn0QQmPYcJsVuKet9WA8IQbBweZvc7US88N39itSRqcn/1XOT/Kao1QiiykxU+vx8k7/zim11cVmKtunju4MA==",
  },
};

/** @param {string} file */
const sha512Of = async (file) => {
  const hash = createHash("sha512");
  await pipeline(createReadStream(file), hash);
  return hash.digest("base64");
};

/**
 * Looks at the package that the .NET SDK left below a folder, beside what it took out of it.
 * @param {string} folder
 * @param {Pinned} wanted
 * @throws Error where the package is not there, or is not the one that is wanted.
 */
export const verifyPackage = async (folder, { name, version, sha512 }) => {
  const file = `${name}.${version}.nupkg`.toLowerCase();
  const found = (await readdir(folder, { recursive: true })).filter(
    (one) => path.basename(one).toLowerCase() === file,
  );
  if (found.length === 0)
    throw new Error(
      `${name} ${version} was fetched without its package, so it could not be verified. It is not used.`,
    );
  for (const one of found) {
    const hash = await sha512Of(path.join(folder, one));
    if (hash !== sha512)
      throw new Error(
        `${name} ${version} is not the package it should be: SHA-512 ${hash}, not ${sha512}. It is not used. Ask whoever runs the registry or the proxy that NuGet is reached through.`,
      );
  }
};
