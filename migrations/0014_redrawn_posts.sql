-- What a post shows, where it is drawn again when that changes: 'card', 'results' or 'review'. Null for all others.
alter table posts add column shows text;
