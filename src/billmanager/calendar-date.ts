import { z } from 'zod';
import { parseDate } from '../domain/base/calendar.js';

/** A date of the license server's own zone; a time behind it is dropped, never converted. */
export const calendarDate = z.string().transform((text, context) => {
  const date = parseDate(/^(\S{10})(?:[ T].*)?$/.exec(text)?.[1] ?? text);
  if (date === undefined) context.addIssue('not a date');
  return date ?? z.NEVER;
});
