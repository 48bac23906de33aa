package io.tidemark.gateway.access;

import io.quarkus.runtime.Startup;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.logging.Logger;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.UnresolvableKeyException;

/** Checks bearer tokens: signature, issuer, audience and times by SmallRye JWT, our own claims here. */
@Singleton
@Startup
final class Tokens {
    private static final Set<SignatureAlgorithm> ALLOWED = Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256);
    private static final Logger LOG = Logger.getLogger(Tokens.class);
    private static final String NO_TOKEN = "none";

    private final JWTParser parser;
    private final JWTAuthContextInfo settings;

    Tokens(JWTParser parser, JWTAuthContextInfo settings) {
        this.parser = parser;
        this.settings = settings;
    }

    /** A gateway that cannot check a token must not start; a remote key would block the event loop at each look-up. */
    @PostConstruct
    void checkSettings() {
        String location = settings.getPublicKeyLocation();
        if (location == null && settings.getPublicKeyContent() == null) {
            throw new IllegalStateException(
                    "mp.jwt.verify.publickey.location is not set: it names the PEM file that verifies bearer tokens");
        }
        if (location != null && location.startsWith("http")) {
            throw new IllegalStateException("mp.jwt.verify.publickey.location must be a file, not an address");
        }
        if (!ALLOWED.containsAll(settings.getSignatureAlgorithm())) {
            throw new IllegalStateException("mp.jwt.verify.publickey.algorithm must be one of " + ALLOWED);
        }
        if (settings.getIssuedBy() == null || settings.getExpectedAudience() == null) {
            throw new IllegalStateException("mp.jwt.verify.issuer and mp.jwt.verify.audiences must be set");
        }
        try {
            parser.parse(NO_TOKEN);
        } catch (ParseException expected) {
            if (expected.getCause() instanceof UnresolvableKeyException) {
                throw new IllegalStateException(
                        "mp.jwt.verify.publickey.location names no readable public key", expected);
            }
        }
    }

    /** Empty if the token is not valid now, or does not name tenant and subject. */
    Optional<Caller> check(String token) {
        try {
            JsonWebToken claims = parser.parse(token);
            String subject = claims.getSubject();
            return subject != null
                            && Caller.isName(subject)
                            && claims.getClaim("tenant") instanceof String tenant
                            && Caller.isName(tenant)
                    ? Optional.of(new Caller(tenant, subject))
                    : Optional.empty();
        } catch (ParseException invalid) {
            LOG.debugf("A token is not valid: %s", reason(invalid));
            return Optional.empty();
        }
    }

    /** Codes only: the library's messages hold the token. */
    private static String reason(ParseException invalid) {
        return invalid.getCause() instanceof InvalidJwtException jwt
                ? jwt.getErrorDetails().stream()
                        .map(error -> Integer.toString(error.getErrorCode()))
                        .collect(Collectors.joining(", ", "error codes ", ""))
                : "no such key, or not a token";
    }
}
