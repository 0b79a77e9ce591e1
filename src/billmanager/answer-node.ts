/**
 * One element of an answer, whichever format it came in.
 * Attributes and child elements are members alike, as bjson does not tell them apart.
 */
export interface AnswerNode {
  readonly text: string;
  readonly members: ReadonlyMap<string, readonly AnswerNode[]>;
}

/** Gives the first member of that name. */
export function member(node: AnswerNode | undefined, name: string): AnswerNode | undefined {
  return node?.members.get(name)?.[0];
}

/** Gives every member of that name; a single one and a list of one are the same. */
export function membersOf(node: AnswerNode | undefined, name: string): readonly AnswerNode[] {
  return node?.members.get(name) ?? [];
}

/**
 * Reads a field by its possible names, the first one that is not blank; `undefined` when none is
 * there at all. The raw value (`orig`) goes before the text, which the license server translates
 * for its user.
 */
export function rawValue(node: AnswerNode | undefined, ...names: string[]): string | undefined {
  const found = names.map((name) => member(node, name)).filter((field) => field !== undefined);
  const values = found.map((field) => (member(field, 'orig')?.text ?? field.text).trim());
  return values.find((value) => value !== '') ?? values[0];
}

/**
 * Gives the rows of a named list inside a form: `<list name="tariflist"><elem>` or bjson's
 * `list.tariflist`.
 */
export function namedList(node: AnswerNode, name: string): readonly AnswerNode[] {
  return membersOf(node, 'list').flatMap((list) =>
    member(list, 'name')?.text === name ? membersOf(list, 'elem') : membersOf(list, name),
  );
}
