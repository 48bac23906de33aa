/**
 * Reads what operators are given (images, compose file, kustomize base) as a stranger would, and holds it against what
 * the services really are. Owns the reading and the checks; must not know how a service works inside, only its
 * configuration keys, its build and its health paths. Each check is a function from the files to a list of findings.
 */
@NullMarked
package io.tidemark.system.deployment;

import org.jspecify.annotations.NullMarked;
