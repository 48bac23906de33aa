package io.tidemark.system;

import io.tidemark.stack.LocalStack;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One stack of two gateways and two merge services for all test classes that want it; it ends with the last of them. */
public final class SharedStack implements BeforeAllCallback {
    private static final ExtensionContext.Namespace ALL_CLASSES = ExtensionContext.Namespace.create(SharedStack.class);

    static final Path TYPES =
            Path.of(System.getProperty("tidemark.home"), "system-tests/src/test/resources/entity-types.yaml");

    private @Nullable Shared shared;

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = context.getRoot()
                .getStore(ALL_CLASSES)
                .computeIfAbsent(SharedStack.class, first -> Shared.start(), Shared.class);
    }

    public LocalStack get() {
        return started().stack();
    }

    /** Where its services send their spans. */
    SpanCollector collector() {
        return started().collector();
    }

    private Shared started() {
        return Objects.requireNonNull(shared, "the tests have not begun");
    }

    private record Shared(LocalStack stack, SpanCollector collector) implements AutoCloseable {
        static Shared start() {
            SpanCollector collector = new SpanCollector();
            LocalStack stack = LocalStack.builder()
                    .gateways(2)
                    .mergeServices(2)
                    .entityTypes(TYPES)
                    .traces(collector.url())
                    .start();
            return new Shared(stack, collector);
        }

        @Override
        public void close() {
            stack.close();
            collector.close();
        }
    }
}
