/** A refusal that reaches the caller as an `<error>` in an answer of HTTP status 200. */
export class BillError extends Error {
  override readonly name = 'BillError';
  readonly type: string;
  readonly object: string;
  readonly value: string;

  constructor(type: string, object = '', value = '') {
    super(`${type} ${object} ${value}`.trim());
    this.type = type;
    this.object = object;
    this.value = value;
  }
}
