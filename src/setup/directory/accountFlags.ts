/**
 * Bits of `userAccountControl`. Source: "UserAccountControl property flags",
 * https://learn.microsoft.com/troubleshoot/windows-server/active-directory/useraccountcontrol-manipulate-account-properties. Pure.
 */
export const accountFlags = {
  disabled: 0x2,
  workstation: 0x1000,
  controller: 0x2000,
  passwordNeverExpires: 0x1_0000,
  /** A read-only domain controller. */
  partialSecrets: 0x400_0000,
} as const;

/** Whether a bit is set; false where the value could not be read. */
export const hasFlag = (value: number | undefined, flag: keyof typeof accountFlags): boolean =>
  value !== undefined && (value & accountFlags[flag]) !== 0;
