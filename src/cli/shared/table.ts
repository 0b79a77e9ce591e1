/** Lays rows out in columns as wide as their widest cell; what is missing is shown as a dash. */
export function table(
  head: readonly string[] | undefined,
  rows: readonly (readonly (string | undefined)[])[],
): string {
  const lines = [...(head ? [head] : []), ...rows].map((row) => row.map((cell) => cell ?? '-'));
  const columns = Math.max(0, ...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...lines.map((line) => line[at]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
