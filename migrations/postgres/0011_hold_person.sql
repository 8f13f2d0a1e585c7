-- Standings are counted again from the evaluations of a person. Two transactions that each add one run side by side and
-- do not see each other's: the second waits for the first before it counts.
create function hold_person() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    perform from people where id = old.person_id for no key update;
    return old;
  end if;
  perform from people where id = new.person_id for no key update;
  return new;
end $$;
create trigger evaluations_hold before insert or delete or update of person_id on evaluations
  for each row execute function hold_person();
create trigger settings_hold before insert or update or delete on settings
  for each row execute function hold_person();
