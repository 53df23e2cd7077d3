/** The folder of the module that touches Windows: lab/server/host.ps1 puts stand-ins in the place of its functions. */
export const touchesWindows = (file: string): boolean => file.startsWith("Windows/");
