/** A VPS service that comes with a control panel, as the provisioning system knows it. */
export interface Service {
  /** The provider's own number or name of the service: 1 to 64 letters, digits, `.`, `_`, `-`. */
  readonly serviceId: string;
  readonly serviceName: string;
  /** The IPv4 address of the VPS; it becomes the license's IP. */
  readonly ip: string;
  /** The internal name of the enumeration value that the client chose. */
  readonly panel: string;
  /**
   * For how many whole months the client ordered the service at a time; `TRIAL` for one that begins
   * with a trial.
   */
  readonly servicePeriodMonths: number;
  /**
   * The VPS processing module; may be left out where the configuration has just one, or a tariff is
   * named.
   */
  readonly processingModule?: string;
  /** The id of the tariff that the client ordered by. */
  readonly tariff?: string;
  /** The product type, for rules of period alignment; a tariff has its own. */
  readonly productType?: string;
  /** How many of which addon the license is to have, by the addon's id at the license server. */
  readonly addons?: Readonly<Record<string, number>>;
}

/** What the provisioning system last said of the service. */
export type ServiceStatus = 'active' | 'suspended' | 'closed';

/**
 * Names the first field in which two descriptions of one service differ, or gives `undefined`. Who
 * gives no name, so that it is the id, means the service whatever it is called.
 */
export function differingField(running: Service, asked: Service): keyof Service | undefined {
  const isNamed = asked.serviceName !== asked.serviceId;
  return FIELDS.find(
    (field) => !isSame(running[field], asked[field]) && (field !== 'serviceName' || isNamed),
  );
}

const FIELDS = [
  'serviceId',
  'serviceName',
  'ip',
  'panel',
  'servicePeriodMonths',
  'processingModule',
  'tariff',
  'productType',
  'addons',
] as const satisfies readonly (keyof Service)[];

/** The call that changes a field of a service that is open. */
const VERBS: Readonly<Partial<Record<keyof Service, string>>> = {
  serviceName: 'changeService',
  servicePeriodMonths: 'changeService',
  tariff: 'changeService',
  ip: 'changeIp',
  panel: 'changePanel',
  addons: 'changePanel',
};

type Value = Service[keyof Service];

/**
 * Says in words in which field what is asked for differs from the service that is open, or gives
 * `undefined`.
 */
export function differenceInWords(running: Service, asked: Service): string | undefined {
  const field = differingField(running, asked);
  if (field === undefined) return undefined;
  const [open, called] = [running[field], asked[field]].map(valueInWords);
  const verb = VERBS[field];
  const hint = verb === undefined ? '' : `; ${verb} changes it`;
  return `${field} differs: the open service has ${open}, the call says ${called}${hint}`;
}

/** Writes the value of a field for a person. */
export function valueInWords(value: Value): string {
  if (typeof value === 'object') return addonsInWords(value) || 'none';
  return value === undefined ? 'none' : String(value);
}

/** No addons is the same as none of each. */
function isSame(a: Value, b: Value): boolean {
  if (typeof a !== 'object' && typeof b !== 'object') return a === b;
  return addonsInWords(a) === addonsInWords(b);
}

function addonsInWords(addons: Value): string {
  return Object.entries(typeof addons === 'object' ? addons : {})
    .filter(([, count]) => count > 0)
    .map(([id, count]) => `${id}=${count}`)
    .sort()
    .join();
}
