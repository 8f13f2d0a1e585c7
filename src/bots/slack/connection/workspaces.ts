/** The workspaces where the app is installed, and their API clients. */
import type { SlackInstallation, SlackInstallations, TenantId } from '../../../domain.ts';
import { CoachError } from '../../../errors.ts';
import { type ClientOptions, call, createWebClient, type WebClient } from '../client.ts';
import { causeOf, explanationOf } from '../faults.ts';

/** The app in one workspace. */
export type Workspace = {
  teamId: string;
  botUserId: string;
  botId: string;
  botToken: string;
  client: WebClient;
};

export type Workspaces = {
  /** Null for a workspace where the app is not installed. */
  find(teamId: string): Promise<Workspace | null>;
  /** Throws `not_found`. */
  of(tenant: TenantId): Promise<Workspace>;
  /** Stores a workspace that has just installed the app. */
  add(installation: SlackInstallation): Promise<void>;
  /** The app was removed from a workspace: its token is erased. */
  remove(teamId: string): Promise<void>;
};

export const tenantOf = (teamId: string): TenantId => `slack:${teamId}`;
export const teamOf = (tenant: TenantId): string => tenant.slice('slack:'.length);

/** With a bot token, the one workspace that it belongs to; with installations, those too. */
export async function openWorkspaces(given: {
  botToken: string | undefined;
  installations: SlackInstallations | null;
  client: ClientOptions;
  /** Called with one sentence when the only workspace has removed the app. */
  refused(error: CoachError): void;
}): Promise<Workspaces> {
  const { botToken, installations, client, refused } = given;
  const known = new Map<string, Workspace>();
  const toWorkspace = (
    installation: Omit<SlackInstallation, 'teamName'>,
    options: ClientOptions = client,
  ): Workspace => {
    const { teamId, botUserId, botId, botToken: token } = installation;
    return { teamId, botUserId, botId, botToken: token, client: createWebClient(token, options) };
  };
  // Where others can install the app, they are served without this one.
  const isOnlyOne = installations === null;
  const watched = isOnlyOne
    ? { ...client, refused: (error: unknown) => refused(refusedToken(error)) }
    : client;
  const own = botToken === undefined ? null : toWorkspace(await identify(botToken, client), watched);
  if (own) known.set(own.teamId, own);

  const find = async (teamId: string): Promise<Workspace | null> => {
    const cached = known.get(teamId);
    if (cached) return cached;
    const installation = (await installations?.find(teamId)) ?? null;
    if (!installation) return null;
    const workspace = toWorkspace(installation);
    known.set(teamId, workspace);
    return workspace;
  };
  return {
    find,
    async of(tenant) {
      const workspace = await find(teamOf(tenant));
      if (workspace) return workspace;
      throw new CoachError('not_found', 'fault.slack-uninstalled', { team: teamOf(tenant) });
    },
    async add(installation) {
      await installations?.save(installation);
      known.set(installation.teamId, toWorkspace(installation));
    },
    async remove(teamId) {
      known.delete(teamId);
      await installations?.remove(teamId);
      if (isOnlyOne && teamId === own?.teamId) refused(removedApp());
    },
  };
}

const refusedToken = (error: unknown) => explanationOf(error) ?? removedApp();

const removedApp = () => new CoachError('bad_config', 'fault.slack-app-removed');

/** Which workspace and app a token belongs to. Throws `bad_config` with one sentence for a wrong one. */
async function identify(
  botToken: string,
  options: ClientOptions,
): Promise<Omit<SlackInstallation, 'teamName'>> {
  try {
    const client = createWebClient(botToken, options);
    const { team_id: teamId, user_id: botUserId, bot_id: botId } = await call(() => client.auth.test());
    if (teamId && botUserId && botId) return { teamId, botUserId, botId, botToken };
  } catch (error) {
    const cause = causeOf(error);
    const refusal = explanationOf(cause);
    if (refusal?.code === 'bad_config') throw refusal;
    throw new CoachError('network', 'fault.slack-unreachable', {}, { cause });
  }
  throw new CoachError('bad_config', 'fault.slack-bot-token-wrong');
}
