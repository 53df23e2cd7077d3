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

/** A secret in each of the texts, which are written with a mark in its place. */
const secret = "Sup3r!x";
const eachHolds = (...texts: readonly string[]): readonly MaskCase[] =>
  texts.map((text) => ({ text: text.replaceAll("%%", secret), gone: [secret] }));
const hex = "8846f7eaee8fb117ad06bdd830b7586c";

const otherForms: readonly MaskCase[] = [
  // XML
  ...eachHolds(
    '<Password type="clear">%%</Password>',
    "<Password><![CDATA[%%]]></Password>",
    '<wsse:Password Type="PasswordText" >%%</wsse:Password>',
    "<ClientSecret>\r\n  %%\r\n</ClientSecret>",
    '<user name="ada" password="%%"/>',
    "<user password = '%%' />",
    '<Properties cpassword="%%" userName="ada"/>',
    '<add name="DbPassword" value="%%"/>',
    '<add value="%%" key="smtp.password"/>',
    "<name>password</name><value>%%</value>",
    "<key>password</key>\n<string>%%</string>",
    "<token>%%</token>",
    '<setting name="ApiToken" serializeAs="String"><value>%%</value></setting>',
  ),
  { text: "<RSAKeyValue><D>c2VjcmV0LWtleS1wYXJ0cw==</D></RSAKeyValue>", gone: ["c2VjcmV0"], stays: ["</D>"] },
  // JSON and its like
  ...eachHolds(
    '{"name":"password","value":"%%"}',
    '{"value":"%%","name":"password"}',
    '{ "key" : "client_secret", "value" : "%%" }',
    '{"password":{"value":"%%"}}',
    '{"secrets":{"value":"%%"}}',
    '{"password":["%%","%%"]}',
    '"{\\"name\\":\\"password\\",\\"value\\":\\"%%\\"}"',
    '"{\\\\\\"password\\\\\\":\\\\\\"%%\\\\\\"}"',
    "{password: '%%'}",
    '{"Password" :\r\n  "%%"}',
    "password => '%%'",
    'password := "%%"',
    "password: |-\r\n  %%\r\nnext: line",
    '"adminPassword":{"type":"securestring","defaultValue":"x"},"password":"%%"',
  ),
  { text: '{"kty":"RSA","d":"QWxs-dGhhdCBpcyBzZWNyZXQ"}', gone: ["QWxs"] },
  // PowerShell
  ...eachHolds(
    "ConvertTo-SecureString '%%' -AsPlainText -Force",
    'ConvertTo-SecureString -String "%%" -AsPlainText',
    "ConvertTo-SecureString -AsPlainText -Force -String %%",
    "'%%' | ConvertTo-SecureString -AsPlainText -Force",
    "$password = '%%'",
    '$cred.Password = "%%"',
    "Connect-Thing -Password '%%' -User ada",
    "Connect-Thing -Password:%% -User ada",
    "Set-ADAccountPassword -NewPassword %%",
    "Connect-Thing -ClientSecret %%",
    "Connect-Thing -AccessToken %%",
    "New-Object PSCredential('ada', '%%')",
    "[Net.NetworkCredential]::new('ada', '%%')",
  ),
  // Command lines
  ...eachHolds(
    "tool pass=%%",
    "tool /pass:%% /quiet",
    "tool --password %%",
    "tool --password=%%",
    "tool --token %%",
    "tool -pw %%",
    "net use \\\\server\\share %% /user:ada",
    "net use Z: \\\\server\\share /user:CONTOSO\\ada %%",
    "net use * \\\\server\\share %%",
    "net user ada %% /add",
    "schtasks /create /tn x /ru ada /rp %%",
    'schtasks /create /ru ada /rp "%%"',
    "cmdkey /add:server /user:ada /pass:%%",
    "psexec \\\\server -u ada -p %% cmd",
    "certutil -f -p %% -importpfx x.pfx",
    "sqlcmd -S server -U ada -P %%",
    "sc config x obj= ada password= %%",
    "curl -u ada:%% https://server/",
    "curl --proxy-user ada:%% https://server/",
    "openssl pkcs12 -in x.pfx -passin pass:%%",
    "msiexec /i x.msi DB_PASSWORD=%% /qn",
  ),
  { text: `powershell -enc ${"SQBuAHYA".repeat(4)}`, gone: ["SQBuAHYA"] },
  // Directory
  ...eachHolds(
    "unicodePwd:: %%",
    "userPassword: %%",
    "ms-Mcs-AdmPwd: %%",
    "supplementalCredentials password: %%",
  ),
  // The value on the next line
  ...eachHolds("Password:\r\n%%\r\nnext", "Password:\n    %%\n", "password =\n  '%%'\n"),
  // Addresses and proxies
  ...eachHolds(
    "proxy ada:%%@proxy:8080",
    "through CONTOSO\\ada:%%@proxy.contoso.com:8080 now",
    "https://ada:%%@proxy/",
    "https://ada:p@%%@proxy/",
    "HTTP_PROXY=http://ada:%%@10.1.2.3:8080",
    "https://server/x?password=%%&y=1",
    "https://server/x?access_token=%%&y=1",
    "https://server/x?code=%%",
  ),
  // HTTP
  ...eachHolds(
    "Cookie: ESTSAUTH=%%; ESTSAUTHPERSISTENT=%%",
    "Set-Cookie: x=%%; path=/; secure",
    '"Cookie":"x=%%"',
    'Authorization: Digest username="ada", realm="x", response="%%"',
    "Authorization: NTLM %%",
    "Authorization: Kerberos %%",
    "Authorization: %%",
    "proxy-authorization: other %%",
    '"authorization":"Bearer %%"',
    "Authorization: bearer %%",
    "X-Api-Key: %%",
    "Ocp-Apim-Subscription-Key: %%",
    "x-functions-key: %%",
    "SAMLResponse=%%&RelayState=x",
    "SAMLRequest=%%",
    "code=%%&state=12&session_state=1",
    "client_assertion=%%&grant_type=x",
    "client_secret=%%",
    "id_token=%%&state=1",
  ),
  { text: "sent BEARER abcdef0123456789 there", gone: ["abcdef0123"], stays: ["BEARER", "there"] },
  { text: "401 after ntlm TlRMTVNTUAABAAAAB4IIogAA", gone: ["TlRMTVNT"] },
  // Written as addresses, entities
  ...eachHolds(
    "password%3D%%",
    "password%3A%22%%%22",
    "%22password%22%3A%22%%%22",
    "password&quot;:&quot;%%&quot;",
    "&quot;password&quot;: &quot;%%&quot;",
    "password&#61;%%",
    "client_secret%3d%%%26x",
  ),
  // Connection strings and storage
  ...eachHolds(
    "Data Source=x;User ID=sa;Pwd=%%;",
    "Server=x;Uid=sa;Password='%%;y';",
    "AccountEndpoint=https://x;AccountKey=%%;",
    "Endpoint=sb://x;SharedAccessKey=%%",
    "SharedAccessSignature=%%",
    "https://x.blob/y?sv=1&sig=%%&se=2",
    "https%3A%2F%2Fx%3Fsv%3D1%26sig%3D%%",
    "password is '%%'",
    'The password "%%" was refused',
    "DB_PASSWORD_1=%%",
    "export PGPASSWORD=%%",
    "machine x login ada password '%%'",
  ),
  // Hashes and keys
  { text: `ada:1001:aad3b435b51404eeaad3b435b51404ee:${hex}:::`, gone: [hex], stays: ["ada:1001"] },
  { text: `* NTLM     : ${hex}`, gone: [hex], stays: ["NTLM"] },
  { text: `nthash=${hex}`, gone: [hex] },
  { text: `ada::CONTOSO:1122334455667788:${hex}:0101000000`, gone: [hex, "0101000000"] },
  { text: `CONTOSO\\ada:aes256-cts-hmac-sha1-96:${hex}${hex}`, gone: [hex], stays: ["aes256"] },
  { text: `aes128_hmac       ${hex}`, gone: [hex] },
  { text: `rc4_hmac_nt: ${hex}`, gone: [hex] },
  { text: `$krb5tgs$23$*ada$CONTOSO$x*$${hex}$00`, gone: [hex] },
  { text: "root:$6$abcdefgh$0123456789abcdefghij:19000:0", gone: ["0123456789abc"] },
  // Keys of certificates
  {
    text: `{"key":"${begin("PRIVATE KEY")}\\nMIIEvQ+/a\\n${end("PRIVATE KEY")}","x":1}`,
    gone: ["MIIEvQ"],
    stays: ['"x":1'],
  },
  {
    text: `${begin("EC PRIVATE KEY")}\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB12\n\nMIIEvQ\n${end("EC PRIVATE KEY")}\nafter`,
    gone: ["MIIEvQ"],
    stays: ["after"],
  },
  { text: `${begin("OPENSSH PRIVATE KEY")}\nb3BlbnNzaC1r\n`, gone: ["b3Blbn"] },
  {
    text: "PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 2\nAAABAQC7\nAAABAQC8\n",
    gone: ["AAABAQC7", "AAABAQC8"],
  },
  { text: `${begin("CERTIFICATE")}\nMIIDdz\n${end("CERTIFICATE")}`, gone: [], stays: ["MIIDdz"] },
];

/** The languages that Windows Server is sold in, each with what stands in its own settings and forms. */
const otherLanguages: readonly MaskCase[] = eachHolds(
  "Kennwort: %%",
  "Passwort=%%",
  "Das Kennwort lautet '%%'",
  "Geheimer Clientschlüssel: %%",
  "KENNWORT: %%",
  "Mot de passe : %%",
  "Mot de passe\u00a0: «\u00a0%%\u00a0»",
  "Clé d’accès : %%",
  "Contraseña: %%",
  "Clave secreta: %%",
  "Secreto de cliente: %%",
  "Chiave di accesso: %%",
  "Segreto client: %%",
  "Senha: %%",
  "Palavra-passe: %%",
  "Segredo do cliente: %%",
  "Wachtwoord: %%",
  "Clientgeheim: %%",
  "Lösenord: %%",
  "Klienthemlighet: %%",
  "Hasło: %%",
  "Klucz tajny: %%",
  "Heslo: %%",
  "Tajný klíč: %%",
  "Jelszó: %%",
  "Titkos kulcs: %%",
  "Пароль: %%",
  "ПАРОЛЬ=%%",
  "Секрет клиента: %%",
  "Parola: %%",
  "Şifre: %%",
  "Gizli anahtar: %%",
  "パスワード: %%",
  "パスワード：%%",
  "クライアント シークレット: 「%%」",
  "암호: %%",
  "비밀번호=%%",
  "클라이언트 암호: %%",
  "密码：%%",
  "密码=%%",
  "客户端密码: %%",
  "密碼: %%",
  "用戶端密碼：「%%」",
  "權杖: %%",
);

/** What speaks of secrets and holds none. */
const readable: readonly MaskCase[] = [
  "Password hash synchronization started",
  "PasswordHashSync is enabled: True",
  "token request succeeded",
  "the AAD-token request succeeded in 120 ms",
  "requesting a token for https://proxy.cloudwebappproxy.net/registerapp",
  "key: value",
  "registry key HKLM\\SOFTWARE\\Microsoft: not found",
  'key="ServiceName" value="AADConnectProvisioningAgent"',
  '<add key="TraceLevel" value="5" />',
  '{"name":"tenant","value":"contoso"}',
  "the password of the account has expired",
  "The user name or password is incorrect.",
  "error code=0x80070005, exit code: 1603, code=5 and more",
  "status code: 401 Unauthorized",
  "authentication scheme: Negotiate, then NTLM",
  "Basic authentication is disabled by policy.",
  "3 bearer tokens were renewed",
  "cookie was not found",
  "secretary: Grace",
  "compass: north, bypass: 10",
  "signature: valid; sigcheck=ok",
  "TokenType Bearer, ExpiresOn 12:30",
  "pwdLastSet 133; PasswordNeverExpires = True",
  "[12:30:05.123] [ 12] [INFO ] Heartbeat sent",
  "see https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/how-to-install?tabs=one#code",
  "at 12:30:15 ada@contoso.com connected",
  "<Passwords>\r\n  <policy>strong</policy>\r\n</Passwords>",
  "Encryption type: aes256-cts-hmac-sha1-96",
  "net use failed with error 53",
  "sha1 thumbprint 8846f7eaee8fb117ad06bdd830b7586c00112233",
  "net users was not found",
].map((text) => ({ text, gone: [], stays: [text] }));

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
  ...otherForms,
  ...otherLanguages,
  ...readable,
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
