package io.tidemark.merge.batch;

import io.tidemark.protocol.topic.Keys;

/** A scope of a tenant. The order is that in which scopes are locked. */
public record ScopeKey(String tenant, String scope) implements Comparable<ScopeKey> {
    /** Tenant and scope in one, so that no two scopes share it. */
    public String text() {
        return Keys.scope(tenant, scope);
    }

    @Override
    public int compareTo(ScopeKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : scope.compareTo(other.scope);
    }
}
