-- An input may be a list of numbers: then `list` holds it as the protocol encodes lists, and `value` is null. Rows from before stay as they are.
alter table holdfast.run_input alter column value drop not null;
alter table holdfast.run_input add column list bytea;
alter table holdfast.run_input add constraint run_input_one check ((value is null) <> (list is null));
