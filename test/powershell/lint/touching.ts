/** The files of the module that touch Windows: lab/server/host.ps1 puts stand-ins in the place of their functions. */
export const touchesWindows = (file: string): boolean => /^Windows\w*\.ps1$/u.test(file);
