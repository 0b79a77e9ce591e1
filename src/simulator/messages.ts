import type { CalendarDate } from '../domain/base/calendar.js';
import type { StatusCode } from './store/records.js';

export type Language = 'en' | 'ru';

type Texts = Readonly<Record<Language, string>>;

const statuses: Readonly<Record<StatusCode, Texts>> = {
  1: { en: 'Ordered', ru: 'Заказан' },
  2: { en: 'Active', ru: 'Активен' },
  3: { en: 'Suspended', ru: 'Остановлен' },
  4: { en: 'Deleted', ru: 'Удален' },
  5: { en: 'In progress', ru: 'Обрабатывается' },
};

const errors: Readonly<Record<string, Texts>> = {
  auth: { en: 'Invalid username or password', ru: 'Неверное имя пользователя или пароль' },
  access: { en: 'Access denied', ru: 'Недостаточно прав' },
  missed: { en: 'Not found', ru: 'Не найдено' },
  exists: { en: 'Already exists', ru: 'Уже существует' },
  value: { en: 'Invalid value', ru: 'Недопустимое значение' },
  limit: { en: 'The limit is reached, try again later', ru: 'Превышено ограничение, повторите позже' },
  no_money: { en: 'Not enough money on the account', ru: 'Недостаточно средств на счете' },
  expired: { en: 'The license is not paid', ru: 'Лицензия не оплачена' },
  not_supported: { en: 'Not supported', ru: 'Не поддерживается' },
  wizard_unavailable: { en: 'The step is not available', ru: 'Шаг недоступен' },
  captcha_verification_failed: { en: 'Captcha verification failed', ru: 'Не пройдена проверка captcha' },
};

export function statusText(status: StatusCode, lang: Language): string {
  return statuses[status][lang];
}

/** Writes a date the way people read it, which programs cannot rely on. */
export function dateText(on: CalendarDate, lang: Language): string {
  const [year, month, day] = on.split('-');
  return lang === 'ru' ? `${day}.${month}.${year}` : `${month}/${day}/${year}`;
}

function functionMissed(func: string, lang: Language): string {
  return lang === 'ru' ? `Функция '${func}' не найдена` : `Function '${func}' not found`;
}

/** Writes the sentence for people that stands in an error. */
export function errorText(type: string, object: string, value: string, lang: Language): string {
  const sentence = errors[type]?.[lang] ?? type;
  const details = [object, value].filter((part) => part !== '').join(' ');
  if (type === 'missed' && object === 'function') return functionMissed(value, lang);
  return type === 'auth' || details === '' ? sentence : `${sentence}: ${details}`;
}
