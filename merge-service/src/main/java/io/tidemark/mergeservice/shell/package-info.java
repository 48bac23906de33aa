/** The Quarkus application around the merge: configuration, start and stop, health. Must not know what is merged. */
@NullMarked
package io.tidemark.mergeservice.shell;

import org.jspecify.annotations.NullMarked;
