/**
 * Schema evolution: operations of any version lifted to the form in which rows are stored, and rows lowered from it to
 * the form that a client of any version knows. Pure; must not know where either comes from.
 */
@NullMarked
package io.tidemark.protocol.schema;

import org.jspecify.annotations.NullMarked;
