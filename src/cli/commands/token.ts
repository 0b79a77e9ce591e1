import { Command } from 'commander';

import { FileError } from '../../config.js';
import { SCOPES, type Scope, type Token } from '../../ledger/tokens.js';
import { currentConfig } from '../shared/environment.js';
import { configuredLedger, presentLedger, withLedger } from '../shared/ledger-place.js';
import { print } from '../shared/print.js';
import { table } from '../shared/table.js';

interface Json {
  readonly json?: boolean;
}

/** Builds `panelkeeper token`: who may call the HTTP API. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('make, list and revoke the tokens of the HTTP API')
    .addCommand(createTokenCommand())
    .addCommand(listTokensCommand())
    .addCommand(revokeTokenCommand());
}

function createTokenCommand(): Command {
  return new Command('create')
    .description('make a token and print it, once: only its digest is kept')
    .argument('<name>', 'whose it is, e.g. whmcs')
    .requiredOption('--scope <scopes>', `what he may do: some of ${SCOPES.join(', ')}, separated by commas`)
    .option('--json', 'print JSON alone on stdout')
    .action(async (name: string, { scope, json }: Json & { scope: string }) => {
      const scopes = scope.split(',').map(scopeOf);
      const made = await withLedger(configuredLedger(currentConfig()), ({ tokens }) =>
        tokens.create(name, scopes, Date.now()),
      );
      print({ json }, made, ({ token }) => token);
    });
}

function listTokensCommand(): Command {
  return new Command('list')
    .description('list all tokens that were ever made, without their text')
    .option('--json', 'print JSON alone on stdout')
    .action(async ({ json }: Json) => {
      const made = await withLedger(presentLedger(currentConfig()), ({ tokens }) => tokens.list());
      print({ json }, made, tokensInWords);
    });
}

function revokeTokenCommand(): Command {
  return new Command('revoke')
    .description('end a token at once')
    .argument('<id>', 'its id, as `token list` shows it')
    .action(async (tokenId: string) => {
      const isRevoked = await withLedger(presentLedger(currentConfig()), ({ tokens }) =>
        tokens.revoke(tokenId, Date.now()),
      );
      if (!isRevoked) throw new FileError(`there is no token ${tokenId} that is not revoked yet`);
      console.log('revoked');
    });
}

function scopeOf(text: string): Scope {
  const found = SCOPES.find((scope) => scope === text.trim());
  if (!found) throw new FileError(`--scope ${text}: must be some of ${SCOPES.join(', ')}`);
  return found;
}

function tokensInWords(tokens: readonly Token[]): string {
  if (tokens.length === 0) return 'there are no tokens';
  const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  return table(
    ['Id', 'Name', 'Scopes', 'Made', 'Revoked'],
    tokens.map(({ tokenId, name, scopes, createdAtMs, revokedAtMs }) => [
      ...[tokenId, name, scopes.join(', '), dateOf(createdAtMs)],
      revokedAtMs === undefined ? '' : dateOf(revokedAtMs),
    ]),
  );
}
