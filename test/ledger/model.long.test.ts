/** Many more steps at random than the gate has time for, against the model of a ledger. */
import { describe } from 'node:test';

import { modelSuite } from './model-suite.js';
import { postgresPlaces, sqlitePlaces } from './places.js';
import { findPostgres } from './temporary-postgres.js';

const found = findPostgres();
const skip = 'missing' in found && found.missing;

describe('the ledger in SQLite, at length', { timeout: 600_000 }, () => modelSuite(sqlitePlaces(), 500));

describe('the ledger in PostgreSQL, at length', { timeout: 600_000, skip }, () =>
  modelSuite(postgresPlaces(), 200),
);
