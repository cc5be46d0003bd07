-- A database of the local stack.
create database {name} owner {owner} template template0;
