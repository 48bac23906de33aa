package io.tidemark.simulator.oracle;

import io.tidemark.protocol.operation.EntityKey;

record ScopedEntity(String scope, EntityKey entity) {
    @Override
    public String toString() {
        return scope + " " + entity.type() + " " + entity.id();
    }
}
