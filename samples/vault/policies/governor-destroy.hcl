# For the governor's second login (destroy.roleIdFile, destroy.secretIdFile): destroys versions at retirement, and can neither read
# nor write a secret. Metadata stay, so that a version number is never used twice.
path "secret/destroy/apps/*" {
  capabilities = ["create", "update"]
}
path "secret/destroy/nhi-governor/*" {
  capabilities = ["create", "update"]
}

# Its own token.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}
path "auth/token/renew-self" {
  capabilities = ["update"]
}
