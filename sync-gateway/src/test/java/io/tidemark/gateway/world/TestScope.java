package io.tidemark.gateway.world;

import java.util.UUID;

/** A scope of one test, so that tests share a database and topics without meeting. */
public record TestScope(String tenant, String scope, String subject) {
    public static TestScope fresh() {
        return new TestScope("acme", "notes:" + UUID.randomUUID(), "alice");
    }

    public TestScope ofSubject(String other) {
        return new TestScope(tenant, scope, other);
    }

    public TestScope ofTenant(String other) {
        return new TestScope(other, scope, subject);
    }

    public String path() {
        return "/v1/scopes/" + scope;
    }
}
