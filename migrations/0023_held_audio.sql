-- Recordings that came just after an answer was submitted, until their author says where they belong.
create table held_audio (
  held_id text not null references held_texts (id) on delete cascade,
  position integer not null,
  key text,
  start_ms integer not null,
  end_ms integer not null,
  -- 16-bit samples at 16 kHz.
  pcm blob not null,
  primary key (held_id, position)
) strict;
