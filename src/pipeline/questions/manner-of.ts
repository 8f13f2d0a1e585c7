import type { Actor, TenantId } from '../../domain.ts';
import type { Progress } from '../progress/progress-types.ts';
import type { TenantSettingsDesk } from '../tenant-settings.ts';
import type { Manner } from './narrator.ts';

/** The voice and the pace in which questions are spoken. */
export type MannerOf = (
  tenant: TenantId,
  /** Whoever is spoken to alone; null for several. */
  userId: Actor['userId'] | null,
) => Promise<Pick<Manner, 'voice' | 'ratePercent'>>;

/** A person's own choice where they alone are spoken to, otherwise what was set for the place. */
export const createMannerOf =
  (parts: {
    tenantSettings: Pick<TenantSettingsDesk, 'read'>;
    progress: Pick<Progress, 'preferences'>;
  }): MannerOf =>
  async (tenant, userId) => {
    const { voice, speechRate } = await parts.tenantSettings.read(tenant);
    const own = userId === null ? null : await parts.progress.preferences({ tenant, userId });
    return { voice: own?.voice ?? voice, ratePercent: own?.speechRate ?? speechRate };
  };
