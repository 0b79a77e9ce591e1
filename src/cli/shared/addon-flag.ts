/** Adds an `<id=amount>` of a flag that may be repeated to those before it. */
export function collectAddon(
  text: string,
  earlier: Readonly<Record<string, number>> = {},
): Record<string, number> {
  const [id = '', amount] = text.split('=');
  return { ...earlier, [id]: Number(amount) };
}
