import type { ActivityInterceptorsFactory } from '@temporalio/worker';

import type { LicenseServerAccess } from '../../src/activities/license-server-access.js';

/** Bugs as they are put into a panelkeeper: from outside, by what its Activities reach and how they are called. */
export interface Plants {
  readonly interceptors: readonly ActivityInterceptorsFactory[];
  around(access: LicenseServerAccess): LicenseServerAccess;
}

export const harmless: Plants = { interceptors: [], around: (access) => access };
