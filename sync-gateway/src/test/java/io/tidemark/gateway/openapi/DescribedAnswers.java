package io.tidemark.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import io.tidemark.gateway.openapi.OpenApi.Operation;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Whatever a test asks of the gateway, its answer is one that the OpenAPI document describes. */
public final class DescribedAnswers implements Filter {
    private static final Set<String> PROTOCOL_HEADERS =
            Set.of("Prefer", "Idempotency-Key", "If-Match", "If-None-Match", "Tidemark-Schemas");

    private final OpenApi document = OpenApi.ours();
    private final BodySchemas schemas = new BodySchemas(document);

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        URI address = URI.create(request.getURI());
        String path = address.getRawPath();
        if (path.startsWith("/v1") && !Set.of("HEAD", "OPTIONS").contains(request.getMethod())) {
            assertThat(answer.header("Tidemark-Protocol")).isEqualTo(document.version());
            Optional<Operation> operation = document.at(request.getMethod(), path);
            if (operation.isEmpty()) {
                assertThat(OpenApi.texts(document.root().path("x-problems")))
                        .as("problems of addresses that are not described")
                        .contains(slug(answer));
            } else {
                check(operation.get(), answer);
                checkRequest(operation.get(), request, address, answer);
            }
        }
        return answer;
    }

    private void check(Operation operation, Response answer) {
        String status = Integer.toString(answer.statusCode());
        String mediaType = answer.contentType().split(";", -1)[0];
        assertThat(document.response(operation, answer.statusCode()))
                .as("%s answers %s, which is not described", operation.name(), status)
                .isPresent()
                .get()
                .satisfies(response -> assertThat(response.path("content").has(mediaType))
                        .as("%s %s as %s", operation.name(), status, mediaType)
                        .isTrue());
        assertThat(schemas.complaints(schema(operation, status, mediaType), answer.asString()))
                .as("%s %s: %s", operation.name(), status, answer.asString())
                .isEmpty();
        if (answer.statusCode() >= 400) {
            assertThat(operation.problems()).as(operation.name()).contains(slug(answer));
        }
    }

    private String schema(Operation operation, String status, String mediaType) {
        String response = "/paths/%s/%s/responses/%s".formatted(escaped(operation.path()), operation.method(), status);
        String reference = document.root().at(response).path("$ref").asText();
        return (reference.isEmpty() ? response : reference.substring(1)) + "/content/" + escaped(mediaType) + "/schema";
    }

    /** What took part in a success is described; what was refused may have been anything. */
    private static void checkRequest(
            Operation operation, FilterableRequestSpecification request, URI address, Response answer) {
        if (answer.statusCode() >= 400) {
            return;
        }
        String query = Optional.ofNullable(address.getRawQuery()).orElse("");
        for (String parameter : query.split("&", -1)) {
            String name = parameter.split("=", -1)[0];
            assertThat(name.isEmpty() || operation.takes("query", name))
                    .as("%s takes '%s'", operation.name(), name)
                    .isTrue();
        }
        request.getHeaders().asList().stream()
                .filter(header -> PROTOCOL_HEADERS.contains(header.getName()))
                .forEach(header -> assertThat(operation.takes("header", header.getName()))
                        .as("%s takes '%s'", operation.name(), header.getName())
                        .isTrue());
    }

    private static String slug(Response answer) {
        return String.valueOf(answer.jsonPath().getString("type")).replace("urn:tidemark:problem:", "");
    }

    private static String escaped(String pointer) {
        return pointer.replace("~", "~0").replace("/", "~1");
    }
}
