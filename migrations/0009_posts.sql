-- Where a bot posted what a person said or scored, so that it can be emptied once that is erased, also after a restart.
-- The post itself stands only on its platform.
create table posts (
  tenant text not null,
  user_id text not null,
  -- Empty for a file, which may stand in several channels.
  channel_id text not null,
  message_id text not null,
  -- The answer that it is about; null where it is about several.
  answer_id text,
  -- Whether it shows other people too.
  shared integer not null,
  created_at text not null,
  primary key (tenant, user_id, channel_id, message_id),
  foreign key (tenant, user_id) references accounts (tenant, user_id) on delete cascade
) strict, without rowid;
