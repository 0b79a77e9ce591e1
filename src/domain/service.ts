/** A VPS service that comes with a control panel, as the provisioning system knows it. */
export interface Service {
  /** The provider's own number or name of the service: 1 to 64 letters, digits, `.`, `_`, `-`. */
  readonly serviceId: string;
  readonly serviceName: string;
  /** The IPv4 address of the VPS; it becomes the license's IP. */
  readonly ip: string;
  /** The internal name of the enumeration value that the client chose. */
  readonly panel: string;
  /** For how many whole months the client ordered the service at a time. */
  readonly servicePeriodMonths: number;
  /** The VPS processing module; may be left out where the configuration has just one. */
  readonly processingModule?: string;
}

/** What the provisioning system last said of the service. */
export type ServiceStatus = 'active' | 'suspended' | 'closed';

/** Names the first field in which two descriptions of one service differ, or gives `undefined`. */
export function differingField(running: Service, asked: Service): keyof Service | undefined {
  return FIELDS.find((field) => running[field] !== asked[field]);
}

const FIELDS = [
  'serviceId',
  'serviceName',
  'ip',
  'panel',
  'servicePeriodMonths',
  'processingModule',
] as const satisfies readonly (keyof Service)[];
