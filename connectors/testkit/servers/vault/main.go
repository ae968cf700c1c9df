// Command vault is the HashiCorp Vault server, built from its published module so that tests can run a real one on a
// machine without containers. It is run as a separate process and never linked into, or shipped with, the product.
package main

import (
	"os"

	"github.com/hashicorp/vault/command"
)

func main() {
	os.Exit(command.Run(os.Args[1:]))
}
