-- A database is for those who are let in: its owner, and whoever is granted the right to connect.
revoke connect, temporary on database {name} from public;
