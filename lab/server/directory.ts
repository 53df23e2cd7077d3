/** The stand-ins for what opens a connection to a directory: the practice server has none, and never reaches that of the machine's own domain. */
import type { StandIn } from "./standIn.ts";

export const directoryStandIns: Readonly<Record<string, StandIn>> = {
  // LdapConnection.Bind fails with LdapException 81, server down, where no controller answers (learn.microsoft.com, LdapException).
  "Open-DirectoryConnection": () => {
    throw new Error("The practice server has no directory.");
  },
  // TcpClient.ConnectAsync and SslStream.AuthenticateAsClientAsync: a second look at the controller, which finds nothing more.
  "Get-ControllerSight": () => ({ stage: "connect", failed: null, certificate: null }),
};
