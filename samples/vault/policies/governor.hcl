# What the NHI Governor may do in Vault, and nothing else. Change the mounts and folders to yours:
#   secret/…/apps/*          what consumers read (delivery: path apps/…)
#   secret/…/accept/*        what services accept (verifier: path accept/…)
#   secret/…/nhi-governor/*  what the governor keeps (keepMount, keepFolder)
#   auth/approle/role/+      the roles it rotates the secret ids of; name them one by one if others must stay out of its reach
# Destroying versions takes a login of its own: governor-destroy.hcl. Nobody may delete metadata, which would take every version.

# Consumers' secrets: read, write the next version, see which versions there are. Without "patch" all works as well: the governor
# then reads a secret before it writes all of it, and its first try at each path stands in the audit log as denied.
path "secret/data/apps/*" {
  capabilities = ["create", "read", "update", "patch"]
}
path "secret/metadata/apps/*" {
  capabilities = ["read", "list"]
}

# Accept documents.
path "secret/data/accept/*" {
  capabilities = ["create", "read", "update"]
}

# What the governor keeps.
path "secret/data/nhi-governor/*" {
  capabilities = ["create", "read", "update"]
}
path "secret/metadata/nhi-governor/*" {
  capabilities = ["list"]
}

# Whether the mount lets versions perish (delete_version_after).
path "secret/config" {
  capabilities = ["read"]
}

# Secret ids: register, list, look up, destroy; and the role's id, for a real login.
path "auth/approle/role/+/custom-secret-id" {
  capabilities = ["create", "update"]
}
path "auth/approle/role/+/secret-id" {
  capabilities = ["list"]
}
path "auth/approle/role/+/secret-id/lookup" {
  capabilities = ["create", "update"]
}
path "auth/approle/role/+/secret-id-accessor/lookup" {
  capabilities = ["create", "update"]
}
path "auth/approle/role/+/secret-id-accessor/destroy" {
  capabilities = ["create", "update"]
}
path "auth/approle/role/+/role-id" {
  capabilities = ["read"]
}

# What a role puts on its secret ids (uses, addresses), which could end a rotation in its middle.
path "auth/approle/role/+" {
  capabilities = ["read"]
}

# Whether the mount locks roles out after failed logins, which would take the prior away with a broken candidate.
path "sys/mounts/auth/approle/tune" {
  capabilities = ["read"]
}

# How the audit device writes the values that the governor handles, so that it knows them in the log again.
path "sys/audit-hash/file" {
  capabilities = ["create", "update"]
}

# Its own token. The policy "default" permits this too; so a role may go without it.
path "auth/token/lookup-self" {
  capabilities = ["read"]
}
path "auth/token/renew-self" {
  capabilities = ["update"]
}
