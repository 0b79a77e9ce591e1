/**
 * An answer that cannot be understood. It stays inside this folder: whether it means "not done" or
 * "unknown" is decided where the kind of the call is known. The message never quotes the answer,
 * which may hold a license key.
 */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
