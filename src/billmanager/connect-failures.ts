import { buildConnector } from 'undici';

/**
 * A connection that never stood: address, TCP, TLS or the connect time-out. Nothing was sent over
 * it.
 */
export class ConnectFailure extends Error {
  override readonly name = 'ConnectFailure';

  constructor(readonly code: string) {
    super(`cannot connect: ${code}`);
  }
}

/**
 * Builds undici's connector so that its errors are told by where they arise and not by a list of
 * codes, which differs between systems and versions of TLS.
 */
export function connectFailures(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) =>
    connect(target, (...[error, socket]) => {
      if (error) callback(new ConnectFailure((error as { code?: string }).code ?? error.name), null);
      else callback(null, socket);
    });
}
