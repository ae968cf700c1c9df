/** Floor 10: the store on a SQL database. The only place with SQL. */
@NullMarked
package io.nhigovernor.governor.store.sql;

import org.jspecify.annotations.NullMarked;
