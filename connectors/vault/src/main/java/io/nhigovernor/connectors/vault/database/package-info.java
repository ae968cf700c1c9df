/** Pairs of static roles of a database: Vault keeps their passwords, PostgreSQL decides who may log in. Only here is JDBC known. */
@NullMarked
package io.nhigovernor.connectors.vault.database;

import org.jspecify.annotations.NullMarked;
