package io.tidemark.gateway.world;

import io.tidemark.stack.DevelopmentTokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Tokens that an attacker, or an issuer in error, would make. Each change gives a new forge. */
public record TokenForge(Map<String, Object> claims) {
    private static final int LIFETIME = 3600;

    public static TokenForge good() {
        long now = NumericDate.now().getValue();
        return new TokenForge(Map.of(
                "iss",
                DevelopmentTokens.ISSUER,
                "aud",
                DevelopmentTokens.AUDIENCE,
                "sub",
                "alice",
                "tenant",
                "acme",
                "iat",
                now - 2 * LIFETIME,
                "exp",
                now + LIFETIME));
    }

    public TokenForge with(String claim, Object value) {
        Map<String, Object> changed = new TreeMap<>(claims);
        changed.put(claim, value);
        return new TokenForge(changed);
    }

    public TokenForge without(String claim) {
        Map<String, Object> changed = new TreeMap<>(claims);
        changed.remove(claim);
        return new TokenForge(changed);
    }

    public TokenForge expiredSeconds(long ago) {
        return with("exp", NumericDate.now().getValue() - ago);
    }

    public TokenForge notBeforeIn(long seconds) {
        return with("nbf", NumericDate.now().getValue() + seconds);
    }

    public String sign() {
        return signWith(AlgorithmIdentifiers.RSA_USING_SHA256);
    }

    public String signWith(String algorithm) {
        return sign(algorithm, privateKey());
    }

    public String signWithAnotherKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return sign(
                    AlgorithmIdentifiers.RSA_USING_SHA256,
                    generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The confusion of algorithms: what everybody knows as a secret. */
    public String signWithThePublicKeyAsSecret() {
        return sign(AlgorithmIdentifiers.HMAC_SHA256, new HmacKey(read("keys/token-public.pem")));
    }

    public String unsigned() {
        return sign(AlgorithmIdentifiers.NONE, null);
    }

    public String withExchangedPayload() {
        String[] parts = sign().split("\\.", -1);
        String[] others = with("tenant", "other").sign().split("\\.", -1);
        return parts[0] + "." + others[1] + "." + parts[2];
    }

    private String sign(String algorithm, @Nullable Key key) {
        JwtClaims jwt = new JwtClaims();
        claims.forEach(jwt::setClaim);
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        signature.setPayload(jwt.toJson());
        signature.setKey(key);
        signature.setHeader("typ", "JWT");
        signature.setAlgorithmHeaderValue(algorithm);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PrivateKey privateKey() {
        String pem = new String(read("keys/token-private.pem"), StandardCharsets.US_ASCII);
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(String file) {
        try {
            Path path = Tokens.data().resolve(file);
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
