package io.tidemark.gateway.access;

import io.tidemark.gateway.answer.Refusal;
import io.tidemark.protocol.problem.ProblemType;
import io.vertx.ext.web.RoutingContext;

/**
 * Who asks, as the token says; never as a URL or a body does.
 *
 * @param tenant the token's {@code tenant}
 * @param subject the token's {@code sub}
 */
public record Caller(String tenant, String subject) {
    static final int MAX_NAME = 256;

    private static final String KEY = Caller.class.getName();

    /** The caller of a request that has passed the {@link BearerGate}. */
    public static Caller of(RoutingContext request) {
        if (request.get(KEY) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("a request came past the bearer gate");
    }

    void attachTo(RoutingContext request) {
        request.put(KEY, this);
    }

    /**
     * The caller in a scope. Membership is asked of the store, with the data.
     *
     * @throws Refusal if no scope can have that name: the same answer as for one that does not exist
     */
    public Access to(String scope) {
        if (!isName(scope)) {
            throw new Refusal(ProblemType.SCOPE_NOT_FOUND);
        }
        return new Access(tenant, scope, subject);
    }

    static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= MAX_NAME && text.chars().noneMatch(Character::isISOControl);
    }
}
