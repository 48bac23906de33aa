package io.tidemark.mutants;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.tidemark.mutants.Mutant.NamedTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs one named test with classes that nobody has loaded before. */
final class TestRun {
    /** A mutant may never end. */
    private static final int LIMIT_SECONDS = 120;

    /** What a test came to. */
    sealed interface Result {
        record Green() implements Result {}

        /** @param why the first failure's first line */
        record Red(String why) implements Result {}
    }

    private TestRun() {}

    /**
     * @param classPath what stands first is taken
     * @throws InvalidMutants if there is no such test
     */
    static Result run(NamedTest test, List<Path> classPath) {
        FutureTask<Result> task = new FutureTask<>(() -> runHere(test, classPath));
        Thread thread = new Thread(task, "test of a mutant");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return new Result.Red("it did not end within " + LIMIT_SECONDS + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof InvalidMutants invalid ? invalid : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a test ran", e);
        }
    }

    private static Result runHere(NamedTest test, List<Path> classPath) {
        try (URLClassLoader loader = new URLClassLoader(Project.urls(classPath), TestRun.class.getClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            return result(test, execute(method(test, loader)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Method method(NamedTest test, ClassLoader loader) {
        try {
            return Arrays.stream(loader.loadClass(test.className()).getDeclaredMethods())
                    .filter(method -> method.getName().equals(test.method()))
                    .findFirst()
                    .orElseThrow(() -> new InvalidMutants("there is no test " + test));
        } catch (ClassNotFoundException e) {
            throw new InvalidMutants("there is no test class " + test.className(), e);
        }
    }

    private static TestExecutionSummary execute(Method method) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(method.getDeclaringClass(), method))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    private static Result result(NamedTest test, TestExecutionSummary summary) {
        Optional<Throwable> failure = summary.getFailures().stream()
                .map(TestExecutionSummary.Failure::getException)
                .findFirst();
        if (failure.isPresent()) {
            return new Result.Red(firstLine(failure.get()));
        }
        if (summary.getTestsSucceededCount() == 0) {
            throw new InvalidMutants("nothing ran of the test " + test);
        }
        return new Result.Green();
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(failure.getClass().getSimpleName());
    }
}
