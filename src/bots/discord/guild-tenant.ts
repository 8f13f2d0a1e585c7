/** Each Discord server is a tenant of its own. */
import type { TenantId } from '../../domain.ts';

export const tenantOfGuild = (guildId: string): TenantId => `discord:${guildId}`;
export const guildIdOf = (tenant: TenantId): string => tenant.slice('discord:'.length);
