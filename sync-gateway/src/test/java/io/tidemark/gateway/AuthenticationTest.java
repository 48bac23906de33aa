package io.tidemark.gateway;

import static io.restassured.RestAssured.given;
import static io.tidemark.gateway.BadInputTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.tidemark.gateway.world.TokenForge;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuthenticationTest extends GatewayTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/changes", "/operations/0199d3a5-6c1e-7cc3-98c4-dc0c0c07398f", "/entities/note/a", "/none"})
    void asksForAToken_whenThereIsNone(String path) {
        // Given / When
        Response answer = given().get(scope.path() + path);
        // Then
        assertProblem(answer, 401, "token-required");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/", "/v1/none", "//v1/scopes/a/changes", "/x/../v1/scopes/a/changes"})
    void asksForAToken_whenThePathIsWrittenInAnotherWay(String path) {
        // Given / When
        Response answer = given().urlEncodingEnabled(false).get(path);
        // Then
        assertThat(answer.statusCode()).isIn(401, 404);
        assertThat(answer.asString()).doesNotContain("rows");
    }

    static Stream<Arguments> badTokens() {
        TokenForge good = TokenForge.good();
        return Stream.of(
                Arguments.of("garbage", "garbage"),
                Arguments.of("empty", ""),
                Arguments.of("three dots", "a.b.c"),
                Arguments.of("expired", good.expiredSeconds(61).sign()),
                Arguments.of("not yet valid", good.notBeforeIn(120).sign()),
                Arguments.of("without expiry", good.without("exp").sign()),
                Arguments.of(
                        "another issuer", good.with("iss", "https://elsewhere").sign()),
                Arguments.of("without issuer", good.without("iss").sign()),
                Arguments.of("another audience", good.with("aud", "elsewhere").sign()),
                Arguments.of("without audience", good.without("aud").sign()),
                Arguments.of("without tenant", good.without("tenant").sign()),
                Arguments.of("tenant is no string", good.with("tenant", 7).sign()),
                Arguments.of("tenant is empty", good.with("tenant", "").sign()),
                Arguments.of(
                        "tenant has a control character",
                        good.with("tenant", "a\u0000b").sign()),
                Arguments.of("without subject", good.without("sub").sign()),
                Arguments.of("another key", good.signWithAnotherKey()),
                Arguments.of("alg none", good.unsigned()),
                Arguments.of("HMAC with the public key", good.signWithThePublicKeyAsSecret()),
                Arguments.of("RS512", good.signWith("RS512")),
                Arguments.of("PS256", good.signWith("PS256")),
                Arguments.of("payload exchanged", good.withExchangedPayload()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void refusesTheToken_whenItIsNotOneOfTheIssuersForUs(String what, String token) {
        // Given / When
        Response answer = given().header("Authorization", "Bearer " + token).get(scope.path() + "/changes");
        // Then
        assertProblem(answer, 401, "token-invalid");
        assertThat(answer.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(answer.asString()).doesNotContain("xception");
    }

    @Test
    void refusesOtherSchemes_whenBasicIsTried() {
        // Given / When
        Response answer = given().header("Authorization", "Basic YWxpY2U6eA==").get(scope.path() + "/changes");
        // Then
        assertProblem(answer, 401, "token-invalid");
    }

    @Test
    void takesTheToken_whenItExpiredWithinTheLeeway() {
        // Given
        String token = TokenForge.good().expiredSeconds(30).sign();
        // When
        Response answer = given().header("Authorization", "bearer " + token).get(scope.path() + "/changes");
        // Then
        answer.then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/metrics", "/q/openapi", "/q/swagger-ui/"})
    void needsNoToken_whenThePathIsTheOperators(String path) {
        // Given / When
        Response answer = given().get(path);
        // Then
        answer.then().statusCode(200);
    }
}
