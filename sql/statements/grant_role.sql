-- Make a login a member of a role.
grant {role} to {name};
