/** Entity types: names, fields, limits and merge policies, declared in one YAML file for device and server. */
@NullMarked
package io.tidemark.protocol.entity;

import org.jspecify.annotations.NullMarked;
