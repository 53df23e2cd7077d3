/**
 * What the pure part of the sources may use of the platform, for tsconfig.pure.json alone: all of it computes, none of it
 * reaches outside. Only what is used.
 */
declare class URL {
  constructor(url: string);
  readonly host: string;
}
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(input?: ArrayBufferView, options?: { readonly stream?: boolean }): string;
}
declare function atob(data: string): string;
declare function btoa(data: string): string;
interface AbortSignal {
  readonly aborted: boolean;
}
declare class AbortController {
  readonly signal: AbortSignal;
  abort(): void;
}
