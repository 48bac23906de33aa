package io.tidemark.gateway.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks bodies by the schemas of the document; those of OpenAPI 3.1 are JSON Schema of 2020-12. */
final class BodySchemas {
    private static final String DOCUMENT = "urn:tidemark:openapi";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final JsonSchemaFactory factory;

    BodySchemas(OpenApi document) {
        String text = document.root().toString();
        factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(DOCUMENT, text))));
    }

    /** @param pointer of the schema in the document */
    Set<ValidationMessage> complaints(String pointer, String body) {
        return complaints(pointer, parsed(body));
    }

    Set<ValidationMessage> complaints(String pointer, JsonNode body) {
        return schemas.computeIfAbsent(pointer, key -> factory.getSchema(SchemaLocation.of(DOCUMENT + "#" + key)))
                .validate(body, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
    }

    private static JsonNode parsed(String body) {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }
}
