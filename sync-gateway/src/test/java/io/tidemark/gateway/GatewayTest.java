package io.tidemark.gateway;

import static io.restassured.RestAssured.given;

import io.quarkus.test.common.WithTestResource;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.tidemark.gateway.openapi.DescribedAnswers;
import io.tidemark.gateway.world.Database;
import io.tidemark.gateway.world.TestScope;
import io.tidemark.gateway.world.TestStack;
import io.tidemark.gateway.world.Tokens;
import io.tidemark.gateway.world.Topic;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The real gateway on a real broker and a real database; each test has a scope of its own. */
@WithTestResource(TestStack.class)
abstract class GatewayTest {
    static final String PROBLEM = "application/problem+json";

    final Database database = new Database();
    final Topic topic = new Topic();
    final TestScope scope = TestScope.fresh();

    @BeforeAll
    static void checksThatEveryAnswerIsDescribed() {
        RestAssured.replaceFiltersWith(new DescribedAnswers());
    }

    @BeforeEach
    void grantsTheScope() {
        database.member(scope);
    }

    RequestSpecification asAlice() {
        return as(scope);
    }

    static RequestSpecification as(TestScope who) {
        return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + Tokens.of(who));
    }

    Response push(String body) {
        return asAlice().contentType("application/json").body(body).post(scope.path() + "/operations");
    }

    Response pushWaiting(int seconds, String body) {
        return asAlice()
                .contentType("application/json")
                .header("Prefer", "wait=" + seconds)
                .body(body)
                .post(scope.path() + "/operations");
    }
}
