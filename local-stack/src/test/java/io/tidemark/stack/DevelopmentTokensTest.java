package io.tidemark.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevelopmentTokensTest {
    @Test
    void verifiesWithThePublicKeyFile_whenIssued(@TempDir Path data) throws Exception {
        // Given
        DevelopmentTokens tokens = DevelopmentTokens.in(data);

        // When
        String token = tokens.issue("demo", "alice", Duration.ofHours(1));

        // Then
        JwtClaims claims = verified(token, tokens.publicKeyFile());
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getStringClaimValue("tenant")).isEqualTo("demo");
        assertThat(claims.getJwtId()).isNotBlank();
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(3600);
    }

    @Test
    void keepsItsKeysToItsOwner_whenOpenedAgain(@TempDir Path data) throws Exception {
        // Given
        String token = DevelopmentTokens.in(data).issue("demo", "alice", Duration.ofHours(1));

        // When
        DevelopmentTokens again = DevelopmentTokens.in(data);

        // Then
        assertThat(verified(token, again.publicKeyFile()).getSubject()).isEqualTo("alice");
        assertThat(Files.getPosixFilePermissions(data.resolve("keys/token-private.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static JwtClaims verified(String token, Path publicKeyFile) throws Exception {
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(Pem.decode(publicKeyFile)));
        return new JwtConsumerBuilder()
                .setVerificationKey(key)
                .setExpectedIssuer(DevelopmentTokens.ISSUER)
                .setExpectedAudience(DevelopmentTokens.AUDIENCE)
                .setRequireExpirationTime()
                .setJwsAlgorithmConstraints(
                        AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .build()
                .processToClaims(token);
    }
}
