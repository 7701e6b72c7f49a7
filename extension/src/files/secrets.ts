import ignore from 'ignore'

const SECRETS = ignore().add(
  [
    '.env .env.* !.env.example !.env.sample *.pem *.key *.p12 *.pfx *.jks *.keystore *.kdbx *.ppk *.gpg *.asc',
    'id_rsa* id_dsa* id_ecdsa* id_ed25519* .netrc .npmrc .pypirc .pgpass .git-credentials .htpasswd',
    'credentials credentials.* secrets secrets.* service-account*.json .ssh/ .aws/ .gnupg/ .kube/ .docker/',
  ].flatMap((patterns) => patterns.split(' ')),
)

/** Whether a file, by its path, usually holds keys or passwords. */
export function looksLikeSecret(path: string): boolean {
  return SECRETS.ignores(path)
}
