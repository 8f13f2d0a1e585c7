-- What is counted of a person goes before what it is counted from: erasing somebody recounts nothing.
drop trigger people_settings;
create trigger people_fall before delete on people begin
  delete from settings where person_id = old.id and person_id <> '';
  delete from standings where person_id = old.id;
  delete from concept_cards where person_id = old.id;
end;
