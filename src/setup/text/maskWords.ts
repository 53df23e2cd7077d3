/**
 * What people and programs call a secret before its value, in the languages that Windows Server is sold in
 * (https://learn.microsoft.com/windows-hardware/manufacture/desktop/available-language-packs-for-windows). Pure. A space
 * stands for a space, a hyphen, an underscore or nothing; small letters for both kinds.
 */

/** Also as the last part of a longer name: `ProxyPassword`, `db_pwd`. */
const english = [
  "password",
  "passwords",
  "passwd",
  "passphrase",
  "pass phrase",
  "passcode",
  "password hash",
  "password hashes",
  "pwd",
  "secret",
  "secrets",
  "token",
  "tokens",
  "assertion",
  "device code",
  "user code",
  "auth code",
  "authorization code",
  "code verifier",
  "account key",
  "access key",
  "secret access key",
  "api key",
  "private key",
  "shared key",
  "master key",
  "host key",
  "function key",
  "functions key",
  "storage key",
  "encryption key",
  "decryption key",
  "validation key",
  "signing key",
  "session key",
  "symmetric key",
  "machine key",
  "subscription key",
  "primary key",
  "secondary key",
  "client key",
  "recovery key",
  "shared access signature",
  "saml response",
  "saml request",
  "connection password",
  "credential blob",
];

const others = [
  // German
  ...["kennwort", "kennwörter", "kennwortes", "passwort", "passwörter", "passphrase", "geheimnis"],
  ...["geheimer schlüssel", "geheimer clientschlüssel", "privater schlüssel", "zugriffsschlüssel"],
  ...["kontoschlüssel", "api schlüssel", "zugangscode", "zugriffscode", "sicherheitscode", "zugangsdaten"],
  // French
  ...["mot de passe", "mots de passe", "phrase secrète", "phrase de passe", "secret client", "clé secrète"],
  ...["clé d'accès", "clé d’accès", "clé privée", "clé api", "clé partagée", "jeton", "jeton d'accès"],
  ...["jeton d’accès", "code d'accès", "code d’accès", "code secret"],
  // Spanish
  ...["contraseña", "contraseñas", "contrasena", "frase de contraseña", "palabra de paso", "secreto"],
  ...["secreto de cliente", "clave secreta", "clave de acceso", "clave privada", "clave compartida"],
  ...["clave de api", "token de acceso", "código de acceso"],
  // Italian
  ...["parola d'ordine", "parola d’ordine", "parola chiave", "frase segreta", "segreto", "segreto client"],
  ...["chiave segreta", "chiave di accesso", "chiave privata", "chiave condivisa", "chiave api"],
  ...["token di accesso", "codice di accesso"],
  // Portuguese of Brazil and of Portugal
  ...["senha", "senhas", "palavra passe", "palavras passe", "frase secreta", "segredo", "segredo do cliente"],
  ...["chave secreta", "chave de acesso", "chave de acceso", "chave privada", "chave partilhada"],
  ...["chave compartilhada", "chave de api", "token de acesso", "código de acesso"],
  // Dutch
  ...["wachtwoord", "wachtwoorden", "wachtwoordzin", "wachtzin", "geheim", "clientgeheim", "geheime sleutel"],
  ...["toegangssleutel", "persoonlijke sleutel", "privésleutel", "gedeelde sleutel", "toegangscode"],
  ...["toegangstoken"],
  // Swedish
  ...["lösenord", "lösenordet", "lösenfras", "hemlighet", "klienthemlighet", "hemlig nyckel"],
  ...["åtkomstnyckel", "privat nyckel", "delad nyckel", "åtkomsttoken", "åtkomstkod"],
  // Polish
  ...["hasło", "hasła", "hasłem", "fraza hasła", "sekret", "klucz tajny", "tajny klucz", "klucz dostępu"],
  ...["klucz prywatny", "klucz wspólny", "klucz api", "token dostępu", "wpis tajny", "kod dostępu"],
  // Czech
  ...["heslo", "hesla", "heslem", "přístupové heslo", "přístupová fráze", "tajemství", "tajný klíč"],
  ...["tajný kód", "přístupový klíč", "přístupový token", "přístupový kód", "privátní klíč"],
  ...["soukromý klíč", "sdílený klíč"],
  // Hungarian
  ...["jelszó", "jelszava", "jelszavak", "jelmondat", "titok", "titkos kulcs", "titkos kód"],
  ...["titkos ügyfélkód", "hozzáférési kulcs", "hozzáférési kód", "hozzáférési token", "jogkivonat"],
  ...["személyes kulcs", "titkos ügyfélkulcs", "megosztott kulcs"],
  // Russian
  ...["пароль", "пароля", "паролем", "пароли", "парольная фраза", "кодовая фраза", "секрет"],
  ...["секрет клиента", "секретный ключ", "ключ доступа", "закрытый ключ", "общий ключ", "ключ api", "токен"],
  ...["токен доступа", "маркер доступа", "код доступа"],
  // Turkish
  ...["parola", "parolası", "parolanız", "şifre", "şifresi", "geçiş tümceciği", "gizli anahtar"],
  ...[
    "gizli dizi",
    "istemci parolası",
    "istemci gizli dizisi",
    "erişim anahtarı",
    "erişim belirteci",
    "belirteç",
  ],
  ...["özel anahtar", "paylaşılan anahtar", "erişim kodu"],
  // Japanese
  ...[
    "パスワード",
    "パスフレーズ",
    "パスコード",
    "暗証番号",
    "シークレット",
    "トークン",
    "秘密鍵",
    "秘密キー",
  ],
  ...[
    "秘密 キー",
    "秘密",
    "アクセス キー",
    "アクセスキー",
    "共有キー",
    "共有 キー",
    "api キー",
    "認証コード",
  ],
  // Korean
  ...[
    "암호",
    "비밀번호",
    "비밀 번호",
    "패스워드",
    "암호 구",
    "암호문",
    "비밀",
    "비밀 키",
    "토큰",
    "액세스 토큰",
  ],
  ...["액세스 키", "개인 키", "공유 키", "api 키", "클라이언트 암호", "접근 키"],
  // Chinese, simplified and traditional
  ...["密码", "口令", "通行短语", "密码短语", "机密", "客户端密码", "密钥", "访问密钥", "私钥", "令牌"],
  ...["访问令牌", "共享密钥", "秘密", "密碼", "通關密語", "複雜密碼", "用戶端密碼", "祕密", "機密", "金鑰"],
  ...["存取金鑰", "存取碼", "私密金鑰", "私密鑰匙", "權杖", "存取權杖", "共用金鑰", "通行碼"],
];

/** Too short to be looked for inside of a word. */
const short = ["pass", "pw", "psw", "sig", "pin code", "user pass", "nt hash", "lm hash", "ntlm hash"];

/**
 * What stands for a letter: between words there may be something, and Turkish has two letters i, each with a capital of its
 * own, which engines take for no capital of ours.
 */
const letters: Readonly<Record<string, string>> = { " ": "[ _-]?", ı: "[ıi]", i: "[iİ]\\u0307?" };
const partsOf = (word: string): readonly string[] => Array.from(word, (letter) => letters[letter] ?? letter);

/**
 * The words as one expression that decides letter by letter: what many words begin with is looked at once, in engines too
 * that try one word after the other. Longer words before those that they begin with.
 */
export const anyOf = (words: readonly string[]): string => {
  const tree = (all: readonly (readonly string[])[]): string => {
    const byFirst = new Map<string, (readonly string[])[]>();
    for (const [first, ...rest] of all)
      if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), rest]);
    const branches = [...byFirst].map(([first, rests]) => first + tree(rests));
    const mayEnd = all.some((parts) => parts.length === 0);
    if (branches.length === 0) return "";
    if (branches.length === 1 && !mayEnd) return branches.join("");
    return `(?:${branches.join("|")})${mayEnd ? "?" : ""}`;
  };
  return tree([...new Set(words)].map(partsOf));
};

/** As a name that ends so. An assembly's PublicKeyToken and a syntax's token are none. */
export const secretWords = (sample?: readonly string[]): string =>
  sample ? anyOf(sample) : `(?:${anyOf([...english, ...others])}|(?<![a-z])${anyOf(short)})`;
/** Names in the languages of programs: parameters and elements. */
export const programWords = (sample?: readonly string[]): string => anyOf(sample ?? english);
/** For the tests, which look each of them up. */
export const allWords: readonly string[] = [...english, ...others, ...short];
