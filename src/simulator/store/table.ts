import type Database from 'libsql';

type Value = string | number;
type Columns<Row> = { readonly [Name in keyof Row]: 'INTEGER' | 'TEXT' };

/** Reads and writes the rows of one table; the first column is its integer key. */
export class Table<Row extends object, Key extends keyof Row> {
  readonly #database: Database.Database;
  readonly #name: string;
  readonly #columns: readonly string[];
  readonly #statements = new Map<string, Database.Statement>();

  constructor(database: Database.Database, name: string, columns: Columns<Row>) {
    this.#database = database;
    this.#name = name;
    this.#columns = Object.keys(columns);
    const [key = '', ...others] = Object.entries<string>(columns).map(
      ([column, type]) => `${column} ${type} NOT NULL`,
    );
    database.exec(`CREATE TABLE IF NOT EXISTS ${name} (${[`${key} PRIMARY KEY`, ...others].join(', ')})`);
  }

  /** Writes a new row whose key is one more than the greatest so far, or `firstKey`. */
  insert(row: Omit<Row, Key>, firstKey = 1): Row {
    const [key = ''] = this.#columns;
    const [last] = this.#run<{ last: number | null }>(`SELECT max(${key}) AS last FROM ${this.#name}`, []);
    const complete = { ...row, [key]: Math.max(firstKey, (last?.last ?? 0) + 1) } as Row;
    this.#run(
      `INSERT INTO ${this.#name} VALUES (${this.#columns.map(() => '?').join(', ')})`,
      this.#values(complete),
    );
    return complete;
  }

  /** Writes a row over the one of the same key. */
  update(row: Row): void {
    const [key = '', ...others] = this.#columns;
    const [keyValue, ...values] = this.#values(row);
    const assignments = others.map((column) => `${column} = ?`).join(', ');
    this.#run(`UPDATE ${this.#name} SET ${assignments} WHERE ${key} = ?`, [...values, keyValue ?? 0]);
  }

  /** Gives the rows for which an SQL condition holds, in the order of their keys. */
  where(condition: string, ...values: Value[]): Row[] {
    return this.#run<Row>(
      `SELECT ${this.#columns.join(', ')} FROM ${this.#name} WHERE ${condition} ORDER BY ${this.#columns[0] ?? ''}`,
      values,
    );
  }

  all(): Row[] {
    return this.where('1 = 1');
  }

  remove(condition: string, ...values: Value[]): void {
    this.#run(`DELETE FROM ${this.#name} WHERE ${condition}`, values);
  }

  #values(row: Row): Value[] {
    return this.#columns.map((column) => (row as Record<string, Value>)[column] ?? '');
  }

  #run<Result>(sql: string, values: readonly Value[]): Result[] {
    let statement = this.#statements.get(sql);
    if (!statement) this.#statements.set(sql, (statement = this.#database.prepare(sql)));
    if (!sql.startsWith('SELECT')) {
      statement.run(...values);
      return [];
    }
    return statement.all(...values) as Result[];
  }
}
