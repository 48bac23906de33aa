package io.tidemark.gateway.access;

/** A subject that asks for a scope of its tenant; whether it is a member, only the store can say. */
public record Access(String tenant, String scope, String subject) {}
