/** What must not leave a server in its logs, and what must stay readable. Both maskings are held to it. */

export interface MaskCase {
  readonly text: string;
  /** Must be gone. */
  readonly gone: readonly string[];
  /** Must still be there. */
  readonly stays?: readonly string[];
}

/** Assembled, so that no scanner takes the sources for a leak. */
const begin = (kind: string) => `-----BEGIN ${kind}-----`;
const end = (kind: string) => `-----END ${kind}-----`;
const jwt = ["eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9", "eyJhdWQiOiJodHRwczovL3Byb3h5In0", "c2lnbmF0dXJl"].join(
  ".",
);
const refresh = `0.AXoA${"k7Yq-".repeat(12)}.AgABAAEAAAD`;

export const secretCases: readonly MaskCase[] = [
  { text: `Authorization: Bearer ${jwt}`, gone: [jwt, "c2lnbmF0dXJl"], stays: ["Authorization: Bearer"] },
  { text: `token ${jwt}.`, gone: ["eyJhdWQi"] },
  { text: "Proxy-Authorization: Basic QWRhOlNlY3JldA==", gone: ["QWRhOlN"], stays: ["Basic"] },
  { text: "Authorization: Negotiate YIIGhgYGKwYBBQUCoIIGejCCBnag", gone: ["YIIGhg"] },
  {
    text: "Basic authentication is off; bearer tokens are asked for",
    gone: [],
    stays: ["authentication", "tokens"],
  },
  { text: "grant_type=password&client_secret=a&b%2Fc&scope=x", gone: ["a&b%2Fc"] },
  { text: "password=Sup3r-Secret; next", gone: ["Sup3r"], stays: ["; next"] },
  { text: "Password: p,w&d!x tail", gone: ["p,w&d!x"], stays: ["tail"] },
  { text: '{"password":"two words","user":"x"}', gone: ["two", "words"], stays: ['"user":"x"'] },
  { text: '{"password" : "quote \\" inside","user":"x"}', gone: ["quote", "inside"], stays: ['"user":"x"'] },
  { text: '"{\\"client_secret\\":\\"two words\\",\\"x\\":1}"', gone: ["two", "words"], stays: ['\\"x\\":1'] },
  { text: "password='cut off in the middle of a line\r\nnext line", gone: ["cut off"], stays: ["next line"] },
  { text: "Password:\r\nnext line", gone: [], stays: ["next line"] },
  {
    text: "Server=sql1;User Id=sa;Password=Pa55w;Encrypt=true",
    gone: ["Pa55w"],
    stays: ["Server=sql1", "Encrypt=true"],
  },
  {
    text: "Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey=Sup3rKey==;EntityPath=x",
    gone: ["Sup3rKey"],
    stays: ["EntityPath=x"],
  },
  { text: "DefaultEndpointsProtocol=https;AccountKey=abcDEF123==;EndpointSuffix=x", gone: ["abcDEF123"] },
  { text: "https://x.blob/y?sv=2020&sig=abc%2Bdef%3D", gone: ["abc%2Bdef"], stays: ["sv=2020"] },
  { text: `refresh_token: ${refresh}`, gone: ["k7Yq"] },
  { text: `cached ${refresh} for later`, gone: ["k7Yq"], stays: ["for later"] },
  { text: "device_code=GAQABAAEAAAD--DLA3VO7QrddgJg7", gone: ["GAQABAAE"] },
  { text: '"user_code":"B7PXD4WQN"', gone: ["B7PXD4WQN"] },
  {
    text: "open https://microsoft.com/devicelogin and enter the code B7PXD4WQN to go on",
    gone: ["B7PXD4WQN"],
  },
  { text: "redirect?code=0AbCdEf&state=12", gone: ["0AbCdEf"] },
  {
    text: "connect through http://ada:hunter2@proxy.contoso.com:8080/",
    gone: ["hunter2"],
    stays: ["proxy.contoso.com:8080"],
  },
  {
    text: "<password>Sup3r</password><wsse:Password>x y</wsse:Password>",
    gone: ["Sup3r", "x y"],
    stays: ["</password>"],
  },
  { text: '<add key="db.password" value="Sup3r" />', gone: ["Sup3r"] },
  { text: "setup.exe -Password Sup3r /quiet", gone: ["Sup3r"], stays: ["/quiet"] },
  { text: "unicodePwd: Sup3r", gone: ["Sup3r"] },
  {
    text: `${begin("RSA PRIVATE KEY")}\r\nMIIEpAIBAAKC\r\nAQEA7\r\n${end("RSA PRIVATE KEY")}\r\nafter`,
    gone: ["MIIEpAIB", "AQEA7"],
    stays: ["after"],
  },
  { text: `${begin("PRIVATE KEY")}\nMIIEvQIBADANBg\nkqhkiG9w0\n`, gone: ["MIIEvQ", "kqhkiG"] },
  {
    text: "Could not load Newtonsoft.Json, Version=12.0.0.0, PublicKeyToken=30ad4fe6b2a6aeed; bypass=<local>",
    gone: [],
    stays: ["Version=12.0.0.0", "30ad4fe6b2a6aeed", "<local>"],
  },
  { text: "UserPasswordLength: 256, pwdLastSet: 133", gone: [], stays: ["256", "133"] },
];

export const addressCases: readonly MaskCase[] = [
  { text: "connected to 10.20.30.40:443 and 192.168.0.1.", gone: ["10.20.30.40", "192.168.0.1"] },
  {
    text: "fe80::1ff:fe23:4567:890a%12, [2001:db8::1]:443, ::1, 2001:0db8:0:1:2:3:4:5, ::ffff:10.1.2.3",
    gone: ["fe80", "890a", "db8", "::1", "10.1.2.3"],
    stays: ["]:443"],
  },
  { text: "card 00:1A:2B:3C:4D:5E", gone: ["00:1A"] },
  {
    text: "[12:13:14.567] [  4] [INFO ] version 1.1.2334.0, then 1.1.96.0, 1.1.281.0",
    gone: [],
    stays: ["[12:13:14.567]", "1.1.2334.0", "1.1.96.0", "1.1.281.0"],
  },
  { text: "MSI (s) (A8:30) [12:13:14:567]: ended", gone: [], stays: ["[12:13:14:567]"] },
  {
    text: 'version: 3.0.4.1, "version":"4.0.1.1", Version=4.2.0.0, version v5.1.2.3',
    gone: [],
    stays: ["3.0.4.1", "4.0.1.1", "4.2.0.0", "5.1.2.3"],
  },
  {
    text: "OID 1.3.6.1.4.1.311.20 and IsServiceAccountGMSA:: Checking",
    gone: [],
    stays: ["1.3.6.1.4.1.311.20", ":: Checking"],
  },
];

export const nameCases: readonly MaskCase[] = [
  { text: "tenant contoso.onmicrosoft.com, contoso.mail.onmicrosoft.com", gone: ["contoso"] },
  { text: "ada@contoso.com of 5f2c8a1e-7b7d-4c55-9a0e-6d3f1c2b4a90", gone: ["ada", "contoso", "5f2c8a1e"] },
  { text: "mail to J\u00fcrgen.M\u00fcller@b\u00fccher.example", gone: ["rgen", "ller", "cher"] },
  {
    text: "DN CN=Ada Lovelace,OU=Staff,DC=contoso,DC=com was not found",
    gone: ["Ada", "Staff", "contoso"],
    stays: ["was not found"],
  },
  { text: "CN=Lovelace\\, Ada,DC=contoso,DC=com", gone: ["Lovelace", "Ada", "contoso"] },
  { text: "(&(cn=Ada Lovelace)(sAMAccountName=ada))", gone: ["Ada", "=ada"] },
  {
    text: "<WKGUID=1eb93889e40c45df9f0c64d23bbb6237,DC=contoso,DC=com>",
    gone: ["contoso"],
    stays: ["WKGUID=1eb93889e40c45df9f0c64d23bbb6237"],
  },
  {
    text: "issued by CN=HISConnectorRegistrationCA.his.msappproxy.net, root O=DigiCert Inc, C=US",
    gone: [],
    stays: ["HISConnectorRegistrationCA.his.msappproxy.net", "O=DigiCert Inc"],
  },
  { text: '{"displayName":"Ada L","givenName" : "Ada"}', gone: ["Ada"] },
  {
    text: '"displayName":"Microsoft Entra Provisioning Agent"',
    gone: [],
    stays: ["Microsoft Entra Provisioning Agent"],
  },
  { text: "owner S-1-5-21-1004336348-1177238915-682003330-1105", gone: ["1004336348"] },
  {
    text: "FABRIKAM\\eve and FABRIKAM\\\\pGMSA_1$, NT SERVICE\\AADConnectProvisioningAgent, HKLM\\SOFTWARE\\Microsoft, C:\\TEMP\\x",
    gone: ["eve", "pGMSA_1"],
    stays: ["NT SERVICE\\AADConnectProvisioningAgent", "HKLM\\SOFTWARE\\Microsoft", "C:\\TEMP\\x"],
  },
];
