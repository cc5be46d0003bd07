-- A login of the local stack, with its generated password (names and passwords are composed, not parameters).
{verb} role {name} with login nosuperuser nocreatedb {rights} password {password};
