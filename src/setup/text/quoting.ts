/**
 * A text as PowerShell reads it back, whatever quotes are in it. It takes four curly quotes for the straight one, so that
 * each of the five ends a text and is doubled (about_Quoting_Rules; CharTraits.IsSingleQuote in PowerShell's source).
 */
export const quotedForPowerShell = (text: string): string =>
  `'${text.replace(/['\u2018-\u201b]/gu, "$&$&")}'`;
