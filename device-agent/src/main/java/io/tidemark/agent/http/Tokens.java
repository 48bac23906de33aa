package io.tidemark.agent.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * The app's token provider, which may be slow, or hang, or bring something that is no token. What it brings, and what it
 * throws, is never in a message: both may hold the token.
 */
final class Tokens {
    /** So many calls may be under way; those that never return are among them. */
    private static final int MOST_CALLS = 16;

    /** What a bearer token is made of, RFC 6750, section 2.1; anything else could end the header. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9\\-._~+/]+=*");

    private final TokenProvider provider;
    private final Duration patience;
    private final Semaphore calls = new Semaphore(MOST_CALLS);

    /** @param patience with one call; it is interrupted then */
    Tokens(TokenProvider provider, Duration patience) {
        this.provider = provider;
        this.patience = patience;
    }

    /** @throws IOException if there is none, or none that can be sent, or not in time */
    String token() throws IOException {
        String token = call(provider::token);
        if (!TOKEN.matcher(token).matches()) {
            throw new IOException("what the token provider gave is no bearer token");
        }
        return token;
    }

    /** The provider is told that the server refused its token. */
    void refused(String token) throws IOException {
        call(() -> {
            provider.refused(token);
            return token;
        });
    }

    private String call(Callable<String> call) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        begin();
        FutureTask<String> task = new FutureTask<>(call);
        Thread thread = Thread.ofVirtual().name("tidemark-token").start(() -> {
            try {
                task.run();
            } finally {
                calls.release();
            }
        });
        try {
            return task.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable failure = Optional.ofNullable(e.getCause()).orElse(e);
            throw new IOException(
                    "the token provider failed: " + failure.getClass().getName());
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new IOException("the token provider took too long");
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IOException("the token provider was interrupted");
        }
    }

    private void begin() throws IOException {
        try {
            if (!calls.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("too many calls of the token provider have not returned");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the token provider was interrupted");
        }
    }
}
