/** The file itself: by its bare name Node means a module of its own, which it gives up. */
declare module "punycode/punycode.js" {
  const punycode: {
    /** Each part of a DNS name that is not ASCII as `xn--...`. */
    readonly toASCII: (name: string) => string;
    /** Each part that begins with `xn--` as the text it stands for. @throws RangeError where it stands for none */
    readonly toUnicode: (name: string) => string;
  };
  export default punycode;
}
