package io.tidemark.laws.law;

import io.tidemark.protocol.operation.EntityKey;

/** A value, or a part of one, where somebody put it: the row of that id, or a copy of what was meant for it. */
record Place(EntityKey entity, String field, String unit) {}
