/**
 * Makes a function that removes a password, plain or as it is sent, from what the license server
 * may echo.
 */
export function maskPassword(password: string): (text: string) => string {
  const forms = [
    password,
    encodeURIComponent(password),
    new URLSearchParams([['', password]]).toString().slice(1),
  ];
  const secrets = [...new Set(forms)].filter((secret) => secret !== '');
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}
