package io.tidemark.protocol.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The one registry of problems (RFC 9457): what a request as a whole can be told. */
public enum ProblemType {
    MALFORMED_JSON(400, Retry.NEVER, "The body is not one JSON document"),
    MALFORMED_ENCODING(400, Retry.NEVER, "The body is not UTF-8"),
    DUPLICATE_KEY(400, Retry.NEVER, "An object names a member twice"),
    JSON_TOO_DEEP(400, Retry.NEVER, "The document nests too deep"),
    NUMBER_OUT_OF_RANGE(400, Retry.NEVER, "A number is not exact as an IEEE double"),
    INVALID_CHARACTERS(400, Retry.NEVER, "A string contains U+0000 or a lone surrogate"),
    MALFORMED_REQUEST(400, Retry.NEVER, "The request is not of the form that the protocol names"),
    INVALID_CURSOR(400, Retry.RESYNC, "The cursor is not one of ours for this scope"),
    INVALID_PARAMETER(400, Retry.NEVER, "A parameter or header is not of its form"),
    TOKEN_REQUIRED(401, Retry.LATER, "A bearer token is required"),
    TOKEN_INVALID(401, Retry.LATER, "The bearer token is not valid"),
    SCOPE_NOT_FOUND(404, Retry.NEVER, "There is no such scope for this subject"),
    NOT_FOUND(404, Retry.NEVER, "There is no such resource"),
    OPERATION_UNKNOWN(404, Retry.SAME, "The operation is not known, or still under way"),
    METHOD_NOT_ALLOWED(405, Retry.NEVER, "The resource does not know this method"),
    NOT_ACCEPTABLE(406, Retry.NEVER, "The answer is JSON"),
    CURSOR_OF_ANOTHER_EPOCH(410, Retry.RESYNC, "The server's data was restored: take the feed from zero"),
    CURSOR_EXPIRED(410, Retry.RESYNC, "The cursor is older than the tombstones: take the feed from zero"),
    CURSOR_AHEAD(410, Retry.RESYNC, "The cursor is ahead of the feed: take the feed from zero"),
    CURSOR_OF_OTHER_SCHEMAS(
            410, Retry.RESYNC, "The cursor was made for other schema versions: take the feed from zero"),
    PRECONDITION_FAILED(412, Retry.NEVER, "The row is not in the state that the request names"),
    BODY_TOO_LARGE(413, Retry.NEVER, "The body is too large"),
    BATCH_TOO_LARGE(413, Retry.NEVER, "The request carries too many operations"),
    UNSUPPORTED_MEDIA_TYPE(415, Retry.NEVER, "The body is application/json, without a content encoding"),
    OPERATION_REFUSED(422, Retry.NEVER, "The operation is refused"),
    SCHEMA_TOO_NEW(422, Retry.LATER, "The server does not know this schema version yet"),
    PRECONDITION_REQUIRED(428, Retry.NEVER, "The request must say which state of the row it changes"),
    INTERNAL_ERROR(500, Retry.LATER, "The server failed"),
    DRY_RUN_UNAVAILABLE(501, Retry.NEVER, "A merge policy of the application is not installed here"),
    LOG_UNAVAILABLE(503, Retry.SAME, "The operation log is not reachable: nothing was accepted"),
    STORE_UNAVAILABLE(503, Retry.SAME, "The database is not reachable"),
    OVERLOADED(503, Retry.SAME, "The server is busy");

    /** What the client may do. */
    public enum Retry {
        /** The same request never succeeds. */
        NEVER,
        /** The same request, after a pause. */
        SAME,
        /** After something else has changed: a new token, a newer server. */
        LATER,
        /** After the feed was taken from zero. */
        RESYNC;

        public String slug() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final int status;
    private final Retry retry;
    private final String title;

    ProblemType(int status, Retry retry, String title) {
        this.status = status;
        this.retry = retry;
        this.title = title;
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The {@code type} member: a URN, for it names a problem and locates nothing. */
    public String type() {
        return "urn:tidemark:problem:" + slug();
    }

    public int status() {
        return status;
    }

    public Retry retry() {
        return retry;
    }

    public String title() {
        return title;
    }

    /** Empty for a {@code type} that is not of this registry, as from a captive portal. */
    public static Optional<ProblemType> parse(String type) {
        return Arrays.stream(values())
                .filter(known -> known.type().equals(type))
                .findFirst();
    }
}
