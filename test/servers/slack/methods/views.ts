import { randomBytes } from 'node:crypto';
import { ApiError, type Block, badArguments, type Fields, isFields, needed, type View } from '../protocol.ts';
import { makeId, type Team, withIds } from '../team.ts';
import { viewErrors } from '../validate/view.ts';
import type { Methods } from '../web-api.ts';

export const viewMethods: Methods = {
  'views.open': {
    run({ platform, args }) {
      checkView(args.view, 'modal');
      const { team, user } = platform.triggers.use(args.trigger_id);
      const view = addView(team, args.view as Fields, user);
      team.modals.set(user, [view.id]);
      return { view: shownView(view) };
    },
  },
  'views.update': {
    run({ team, args }) {
      checkView(args.view, 'modal');
      const view = team.views.get(needed(args, 'view_id'));
      if (!view || !team.modals.get(view.user)?.includes(view.id)) throw new ApiError('not_found');
      if (args.hash !== undefined && args.hash !== view.hash) throw new ApiError('hash_conflict');
      replaceView(view, args.view as Fields);
      return { view: shownView(view) };
    },
  },
  'views.publish': {
    run({ team, args }) {
      const user = needed(args, 'user_id');
      if (!team.users.has(user)) throw badArguments('invalid `user_id`');
      checkView(args.view, 'home');
      const known = team.homes.get(user);
      if (known) replaceView(known, args.view as Fields);
      else team.homes.set(user, addView(team, args.view as Fields, user));
      return {};
    },
  },
};

function checkView(view: unknown, type: 'modal' | 'home'): void {
  const errors = viewErrors(view, type);
  if (errors.length > 0) throw badArguments(...errors);
}

export function addView(team: Team, given: Fields, user: string): View {
  const view: View = {
    id: makeId('V'),
    user,
    callback_id: '',
    private_metadata: '',
    ...(given as Pick<View, 'type'>),
    blocks: withIds(given.blocks as Block[]) ?? [],
    state: { values: {} },
    hash: randomBytes(6).toString('hex'),
  };
  team.views.set(view.id, view);
  return view;
}

export function replaceView(view: View, given: Fields): void {
  const { id, user, state } = view;
  for (const name of Object.keys(view)) delete (view as Fields)[name];
  Object.assign(view, { callback_id: '', private_metadata: '' }, given, {
    id,
    user,
    state,
    blocks: withIds(given.blocks as Block[]),
    hash: randomBytes(6).toString('hex'),
  });
}

/** A view as it is sent to an app. */
export function shownView(view: View): Fields {
  const { user: _, ...shown } = view;
  const copy: unknown = structuredClone(shown);
  return isFields(copy) ? copy : {};
}
