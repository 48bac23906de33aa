package io.tidemark.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.tidemark.gateway.changes.StreamRoute;
import io.tidemark.gateway.openapi.OpenApi.Operation;
import io.tidemark.protocol.problem.ProblemType;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The document by itself, beside the registry and the code. What is answered is checked by {@link DescribedAnswers}. */
class OpenApiTest {
    private final OpenApi document = OpenApi.ours();

    @Test
    void isValid_whenTheReferenceParserReadsIt() throws IOException {
        // Given
        String yaml = Files.readString(OpenApi.OURS);
        // When / Then
        assertThat(complaints(yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "description: The page. | descriptoin: The page.",
                "'in: query, description: Copies of this type only.' | 'in: qwery, description: Copies of this type only.'",
                "'  title: Tidemark sync gateway' | '  name: Tidemark sync gateway'",
                "'type: http, scheme: bearer' | 'type: htp, scheme: bearer'"
            })
    void isNotValid_whenItIsDoctored(String sound, String broken) throws IOException {
        // Given
        String yaml = Files.readString(OpenApi.OURS);
        assertThat(yaml).contains(sound);
        // When / Then
        assertThat(complaints(yaml.replace(sound, broken))).isNotEmpty();
    }

    private static List<String> complaints(String yaml) {
        return new OpenAPIV3Parser()
                .readContents(yaml, null, new ParseOptions())
                .getMessages();
    }

    @Test
    void refersToWhatIsThere_whenItRefers() {
        // Given
        List<String> references = document.root().findValuesAsText("$ref");
        // When / Then
        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.root().at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void namesTheRegistry_whenItNamesProblems() {
        // Given
        Map<String, Integer> registry =
                Arrays.stream(ProblemType.values()).collect(Collectors.toMap(ProblemType::slug, ProblemType::status));
        Set<String> named = new TreeSet<>(OpenApi.texts(document.root().path("x-problems")));
        // When / Then
        for (Operation operation : document.operations().values()) {
            Set<String> statuses = operation.problems().stream()
                    .map(slug -> String.valueOf(registry.get(slug)))
                    .collect(Collectors.toSet());
            assertThat(failures(operation)).as(operation.name()).isEqualTo(statuses);
            named.addAll(operation.problems());
        }
        assertThat(named).isEqualTo(registry.keySet());
    }

    private static Set<String> failures(Operation operation) {
        Set<String> statuses = new TreeSet<>();
        operation.node().path("responses").fieldNames().forEachRemaining(statuses::add);
        statuses.removeIf(status -> status.compareTo("400") < 0);
        return statuses;
    }

    @Test
    void describesEveryMethodAndParameter_whenTheResourcesAreRead() throws Exception {
        // Given
        Map<String, Set<String>> served = served();
        served.put("get " + StreamRoute.PATH, StreamRoute.PARAMETERS);
        // When
        Map<String, Set<String>> described = new TreeMap<>();
        document.operations()
                .forEach((name, operation) -> described.put(
                        name,
                        operation.parameters().stream()
                                .filter(parameter ->
                                        parameter.path("in").asText().equals("query"))
                                .map(parameter -> parameter.path("name").asText())
                                .collect(Collectors.toSet())));
        // Then
        assertThat(described).isEqualTo(served);
    }

    /** Method and path to the query parameters, of all resources that were compiled. */
    private static Map<String, Set<String>> served() throws Exception {
        java.nio.file.Path classes = OpenApi.HOME.resolve("sync-gateway/target/classes");
        Map<String, Set<String>> served = new TreeMap<>();
        List<String> names;
        try (Stream<java.nio.file.Path> files = Files.walk(classes)) {
            names = files.map(file -> classes.relativize(file).toString())
                    .filter(file -> file.startsWith("io/") && file.endsWith("Resource.class"))
                    .map(file -> file.replace(".class", "").replace('/', '.'))
                    .toList();
        }
        for (String name : names) {
            Class<?> resource = Class.forName(name, false, OpenApiTest.class.getClassLoader());
            for (Method method : resource.getDeclaredMethods()) {
                httpMethod(method)
                        .ifPresent(verb -> served.put(
                                verb + " " + resource.getAnnotation(Path.class).value(), queryParameters(method)));
            }
        }
        return served;
    }

    private static java.util.Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    private static Set<String> queryParameters(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(QueryParam.class))
                .map((Parameter parameter) ->
                        parameter.getAnnotation(QueryParam.class).value())
                .collect(Collectors.toSet());
    }

    @Test
    void isOfItsOwnSchema_whenItGivesAnExample() {
        // Given
        BodySchemas schemas = new BodySchemas(document);
        Map<String, JsonNode> examples = new TreeMap<>();
        collectExamples("", document.root(), examples);
        // When / Then
        assertThat(examples).hasSizeGreaterThan(4);
        examples.forEach((pointer, example) -> assertThat(schemas.complaints(pointer + "/schema", example))
                .as(pointer)
                .isEmpty());
    }

    /** Of media types: an example, or named ones, beside a schema. */
    private static void collectExamples(String pointer, JsonNode node, Map<String, JsonNode> found) {
        if (node.has("schema") && node.has("example")) {
            found.put(pointer, node.path("example"));
        }
        if (node.has("schema")) {
            node.path("examples").forEach(example -> found.put(pointer, example.path("value")));
        }
        node.properties()
                .forEach(member -> collectExamples(
                        pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1"),
                        member.getValue(),
                        found));
    }
}
