package io.tidemark.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs bearer tokens as an identity provider would, with a key pair that is made once for each data folder. */
public final class DevelopmentTokens {
    public static final String ISSUER = "https://tidemark.local";
    public static final String AUDIENCE = "tidemark";
    private static final int KEY_BITS = 2048;

    private final Path publicKeyFile;
    private final PrivateKey privateKey;
    private final String keyId;

    private DevelopmentTokens(Path publicKeyFile, PrivateKey privateKey, String keyId) {
        this.publicKeyFile = publicKeyFile;
        this.privateKey = privateKey;
        this.keyId = keyId;
    }

    /** The keys in {@code <data>/keys}; made when they are not there. */
    public static DevelopmentTokens in(Path data) {
        Path privateFile = data.toAbsolutePath().resolve("keys/token-private.pem");
        Path publicFile = data.toAbsolutePath().resolve("keys/token-public.pem");
        try {
            // The public key is written last: when it is there, the pair is whole.
            if (!Files.exists(publicFile)) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(KEY_BITS);
                KeyPair pair = generator.generateKeyPair();
                SecretFiles.write(privateFile, Pem.encode("PRIVATE KEY", pair.getPrivate()));
                SecretFiles.write(publicFile, Pem.encode("PUBLIC KEY", pair.getPublic()));
            }
            KeyFactory keys = KeyFactory.getInstance("RSA");
            PublicKey publicKey = keys.generatePublic(new X509EncodedKeySpec(Pem.decode(publicFile)));
            PrivateKey privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(Pem.decode(privateFile)));
            return new DevelopmentTokens(publicFile, privateKey, idOf(publicKey));
        } catch (IOException | GeneralSecurityException e) {
            throw new StackException("Cannot make or read the token keys in " + privateFile.getParent() + ": " + e, e);
        }
    }

    private static String idOf(PublicKey key) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 16);
    }

    /** A PEM file (SubjectPublicKeyInfo), for {@code mp.jwt.verify.publickey.location}. */
    public Path publicKeyFile() {
        return publicKeyFile;
    }

    /** A signed token (RS256) of that subject of that tenant, valid from now on. */
    public String issue(String tenant, String subject, Duration lifetime) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(subject);
        claims.setClaim("tenant", tenant);
        claims.setGeneratedJwtId();
        NumericDate now = NumericDate.now();
        claims.setIssuedAt(now);
        claims.setExpirationTime(NumericDate.fromSeconds(now.getValue() + lifetime.toSeconds()));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(privateKey);
        signature.setKeyIdHeaderValue(keyId);
        signature.setHeader("typ", "JWT");
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("an RSA key of our own making does not sign", e);
        }
    }
}
