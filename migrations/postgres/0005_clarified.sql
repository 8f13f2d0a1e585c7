-- How often the author of an answer asked for the question in other words.
alter table answers add column clarified integer not null default 0;
