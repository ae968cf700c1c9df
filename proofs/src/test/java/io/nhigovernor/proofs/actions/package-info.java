/** What the core does and what the models know of are the same. */
@org.jspecify.annotations.NullMarked
package io.nhigovernor.proofs.actions;
