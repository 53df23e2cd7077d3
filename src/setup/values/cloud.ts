/** The national clouds in which a tenant can be. */
export const clouds = ["global", "usGov", "china"] as const;
export type Cloud = (typeof clouds)[number];
