/** Workspaces and organisations that installed the Slack app, with their tokens encrypted by a key that is not in the database. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { SlackInstallation, SlackInstallations } from '../domain.ts';
import { CoachError } from '../errors.ts';
import type { Store } from './store.ts';

export function openSlackInstallations(
  { db }: Pick<Store, 'db'>,
  { secretKey, now }: { secretKey: string; now: () => Date },
): SlackInstallations {
  const key = createHash('sha256').update(secretKey).digest();
  async function read(id: string): Promise<SlackInstallation | null> {
    const row = await db
      .selectFrom('slack_installations')
      .selectAll()
      .where('team_id', '=', id)
      .executeTakeFirst();
    if (!row) return null;
    return {
      teamId: id,
      teamName: row.team_name,
      botUserId: row.bot_user_id,
      botId: row.bot_id,
      botToken: unseal(key, id, row.sealed_token),
    };
  }

  return {
    async save({ teamId, teamName, botUserId, botId, botToken }) {
      const row = {
        team_name: teamName,
        bot_user_id: botUserId,
        bot_id: botId,
        sealed_token: seal(key, teamId, botToken),
        installed_at: now().toISOString(),
      };
      await db
        .insertInto('slack_installations')
        .values({ team_id: teamId, ...row })
        .onConflict((conflict) => conflict.column('team_id').doUpdateSet(row))
        .execute();
    },
    async find(teamId) {
      const own = await read(teamId);
      if (own) return own;
      const served = await db
        .selectFrom('slack_organisation_teams')
        .select('organisation_id')
        .where('team_id', '=', teamId)
        .executeTakeFirst();
      const organisation = served && (await read(served.organisation_id));
      return organisation ? { ...organisation, teamId, organisationId: organisation.teamId } : null;
    },
    async serve(teamId, organisationId) {
      const row = { organisation_id: organisationId };
      await db
        .insertInto('slack_organisation_teams')
        .values({ team_id: teamId, ...row })
        .onConflict((conflict) => conflict.column('team_id').doUpdateSet(row))
        .execute();
    },
    async teamIds() {
      const rows = await db.selectFrom('slack_installations').select('team_id').execute();
      return rows.map((row) => row.team_id);
    },
    async remove(teamId) {
      await db.deleteFrom('slack_installations').where('team_id', '=', teamId).execute();
    },
  };
}

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM; the workspace is authenticated too, so that a token cannot be moved to another one. */
function seal(key: Buffer, teamId: string, token: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(teamId));
  const sealed = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
}

function unseal(key: Buffer, teamId: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
      .setAAD(Buffer.from(teamId))
      .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    const token = decipher.update(bytes.subarray(nonceBytes + tagBytes));
    return Buffer.concat([token, decipher.final()]).toString('utf8');
  } catch (error) {
    throw new CoachError('bad_config', 'fault.other-secret-key', {}, { cause: error });
  }
}
