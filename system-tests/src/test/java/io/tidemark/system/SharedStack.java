package io.tidemark.system;

import io.tidemark.stack.LocalStack;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One stack of two gateways and two merge services for all test classes that want it; it ends with the last of them. */
public final class SharedStack implements BeforeAllCallback {
    private static final ExtensionContext.Namespace ALL_CLASSES = ExtensionContext.Namespace.create(SharedStack.class);

    private static final Path TYPES =
            Path.of(System.getProperty("tidemark.home"), "system-tests/src/test/resources/entity-types.yaml");

    private LocalStack stack;

    @Override
    public void beforeAll(ExtensionContext context) {
        stack = context.getRoot()
                .getStore(ALL_CLASSES)
                .computeIfAbsent(
                        SharedStack.class,
                        first -> LocalStack.builder()
                                .gateways(2)
                                .mergeServices(2)
                                .entityTypes(TYPES)
                                .start(),
                        LocalStack.class);
    }

    public LocalStack get() {
        return stack;
    }
}
