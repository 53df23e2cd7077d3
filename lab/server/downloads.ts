/**
 * The portal's download: answers ranges, names its version by an ETag, and can be told to stop half-way. Beside it what a
 * bad server does: sends elsewhere, declares too much, never ends.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { agentVersion } from "./agent.ts";
import type { Machine } from "./machine.ts";
import { programBytes } from "./programFile.ts";

const sizeBytes = 3 * 1024 * 1024;
const product = {
  kind: "installer",
  product: "Microsoft Entra Provisioning Agent Package",
  version: agentVersion,
} as const;

const files: Readonly<Record<string, () => Buffer>> = {
  "/download/AADConnectProvisioningAgentSetup.exe": () =>
    programBytes({ ...product, signer: "Microsoft Corporation" }, sizeBytes),
  "/download/agent.msi": () => programBytes({ ...product, signer: "Microsoft Corporation" }, 4096),
  "/download/unsigned.exe": () => programBytes({ ...product, signer: "" }, 4096),
  "/download/foreign.exe": () => programBytes({ ...product, signer: "Fabrikam Ltd" }, 4096),
  "/download/other.exe": () =>
    programBytes({ ...product, product: "Some other program", signer: "Microsoft Corporation" }, 4096),
};

/** Bytes without an end, as fast as they are taken. */
const sendEndlessly = (response: ServerResponse): void => {
  const piece = Buffer.alloc(1024 * 1024);
  const more = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on("drain", more);
  more();
};

type Answer = (query: URLSearchParams, response: ServerResponse, isHead: boolean) => void;

const others: Readonly<Record<string, Answer>> = {
  // 302 Found, or another status, to the address of `to` (RFC 9110, section 15.4).
  "/download/moved": (query, response) => {
    const to = query.get("to");
    response.writeHead(Number(query.get("status") ?? 302), to === null ? {} : { location: to }).end();
  },
  "/download/endless.exe": (_query, response, isHead) => {
    response.writeHead(200);
    if (isHead) response.end();
    else sendEndlessly(response);
  },
  "/download/huge.exe": (_query, response, isHead) => {
    response.writeHead(200, { "content-length": 400 * 1024 * 1024 });
    if (isHead) response.end();
    else sendEndlessly(response);
  },
};

/** @returns whether the address was one of a download. */
export const serveDownload = (
  machine: Machine,
  request: IncomingMessage,
  response: ServerResponse,
): boolean => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "https://localhost");
  const isHead = request.method === "HEAD";
  machine.requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
  response.on("error", () => undefined);
  const other = others[pathname];
  if (other) {
    other(searchParams, response, isHead);
    return true;
  }
  const make = files[pathname];
  if (!make) return false;
  const bytes = make();
  const tag = `"${bytes.length}"`;
  const { stopDownloadAt } = machine.state.now.next;
  const range = /^bytes=(\d+)-$/u.exec(request.headers.range ?? "");
  const wanted = range && request.headers["if-range"] === tag ? Number(range[1]) : 0;
  if (wanted >= bytes.length) {
    response.writeHead(416).end();
    return true;
  }
  response.writeHead(wanted > 0 ? 206 : 200, {
    "content-type": "application/octet-stream",
    "content-length": bytes.length - wanted,
    "accept-ranges": "bytes",
    etag: tag,
    ...(wanted > 0 ? { "content-range": `bytes ${wanted}-${bytes.length - 1}/${bytes.length}` } : {}),
  });
  if (isHead) {
    response.end();
    return true;
  }
  if (stopDownloadAt !== null && stopDownloadAt > wanted) {
    machine.state.change((now) => {
      now.next.stopDownloadAt = null;
    });
    response.write(bytes.subarray(wanted, stopDownloadAt), () => {
      setTimeout(() => response.destroy(), 50);
    });
    return true;
  }
  machine.state.change((now) => {
    now.counts.downloads += 1;
  });
  response.end(bytes.subarray(wanted));
  return true;
};
