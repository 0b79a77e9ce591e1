/** Services in memory, with the rules that a caller meets: what the HTTP API is tried over. */
import {
  PanelkeeperError,
  type LicenseAnswer,
  type PanelkeeperClient,
  type ServiceView,
} from '../../src/client.js';
import { parseService } from '../../src/client/service-request.js';
import { differenceInWords, type Service } from '../../src/domain/base/service.js';

const STANDING = { needsHuman: false, mayResolve: [] };

export function fakeServices(): PanelkeeperClient {
  const services = new Map<string, ServiceView>();
  let lastId = 1000;
  const viewOf = (serviceId: string): ServiceView => {
    const view = services.get(serviceId);
    if (!view) throw new PanelkeeperError('ServiceUnknown', `no service ${serviceId} is open`);
    return view;
  };
  const changed = (serviceId: string, change: Partial<ServiceView>): Promise<ServiceView> => {
    const view = viewOf(serviceId);
    if (view.status === 'closed')
      throw new PanelkeeperError('ServiceUnknown', `no service ${serviceId} is open`);
    const next = { ...view, ...change };
    services.set(serviceId, next);
    return Promise.resolve(next);
  };
  const withKey = ({ license }: ServiceView): LicenseAnswer => {
    if (!license) throw new Error('each has one');
    const { licenseServer: _, keySinceMs: __, ...rest } = license;
    return { ...rest, key: `key of ${license.licenseId}` };
  };
  const opened = (service: Service): ServiceView => ({
    service,
    status: 'active',
    state: 'active',
    license: {
      licenseId: String((lastId += 1)),
      licenseServer: 'licenses',
      priceList: '55382',
      periodMonths: 1,
      expiresOn: '2030-03-01',
      source: 'ordered',
    },
    isMoving: false,
    orders: 1,
    prolongs: 0,
    next: 'sleeps',
    ...STANDING,
  });

  // Each refuses by a rejection, as the real ones do, which are asynchronous functions.
  const asynchronous =
    <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
    // oxlint-disable-next-line typescript/return-await -- so that what is thrown rejects.
    async (...args: A) =>
      await call(...args);
  const fake = {
    openLicense: asynchronous((request: Service) => {
      const service = parseService(request);
      const before = services.get(service.serviceId);
      if (before && before.status !== 'closed') {
        const difference = differenceInWords(before.service, service);
        if (difference !== undefined) throw new PanelkeeperError('ServiceDiffers', difference);
        return Promise.resolve({ status: 'licensed' as const, license: withKey(before) });
      }
      const view = opened(service);
      services.set(service.serviceId, view);
      return Promise.resolve({ status: 'licensed' as const, license: withKey(view) });
    }),
    getLicense: asynchronous((serviceId: string) => Promise.resolve(viewOf(serviceId))),
    readLicense: asynchronous((serviceId: string) =>
      Promise.resolve({ status: 'licensed' as const, license: withKey(viewOf(serviceId)) }),
    ),
    closeService: asynchronous(async (serviceId: string) => {
      if (viewOf(serviceId).status !== 'closed')
        await changed(serviceId, { status: 'closed', state: 'closed' });
      return { status: 'closed' as const };
    }),
    suspendService: asynchronous((serviceId: string) =>
      changed(serviceId, { status: 'suspended', state: 'suspended' }),
    ),
    resumeService: asynchronous((serviceId: string) =>
      changed(serviceId, { status: 'active', state: 'active' }),
    ),
    scheduleClose: asynchronous((serviceId: string, closesAt: Date | null) =>
      changed(serviceId, { ...(closesAt && { closesAtMs: closesAt.getTime() }) }),
    ),
    changeIp: asynchronous(async (serviceId: string, ip: string) => {
      await changed(serviceId, { service: { ...viewOf(serviceId).service, ip } });
      return { status: 'changed' as const };
    }),
    changePanel: asynchronous(async (serviceId: string, { panel }: Pick<Service, 'panel'>) => {
      if (panel === 'unknown')
        return { status: 'refused' as const, reason: 'panel unknown is not configured' };
      await changed(serviceId, { service: { ...viewOf(serviceId).service, panel } });
      return { status: 'changed' as const };
    }),
    changeService: asynchronous(async (serviceId: string, change: Partial<Service>) => {
      await changed(serviceId, { service: { ...viewOf(serviceId).service, ...change } });
      return { status: 'changed' as const, nextPayment: { priceList: '55382', periodMonths: 1 } };
    }),
    renewKey: asynchronous(async (serviceId: string) => {
      const view = await changed(serviceId, {});
      return { status: 'renewed' as const, license: withKey(view) };
    }),
    wakeService: asynchronous(async (serviceId: string) => void (await changed(serviceId, {}))),
    resolveService: asynchronous((serviceId: string) => {
      viewOf(serviceId);
      throw new PanelkeeperError('NotPossible', 'nothing has failed, and nobody is asked');
    }),
    listPage: (_where: string | undefined, { limit }: { limit: number }) =>
      Promise.resolve({
        services: [...services.keys()].slice(0, limit).map((serviceId) => ({ serviceId })),
        next: null,
      }),
  };
  return fake as unknown as PanelkeeperClient;
}
