package io.tidemark.simulator.bench;

import io.tidemark.simulator.statistics.Latencies;
import io.tidemark.simulator.statistics.Median;
import io.tidemark.stack.LocalStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same rows, written by bare SQL on eight connections: what the disk and PostgreSQL would give at best. */
final class Floor {
    static final int CONNECTIONS = 8;
    static final int PASSES = 3;

    private final LocalStack stack;
    private final int rows;

    /** @param rows in each pass */
    Floor(LocalStack stack, int rows) {
        this.stack = stack;
        this.rows = rows;
    }

    /** One pass is thrown away first. */
    FloorFigures measure() throws BenchFailed, InterruptedException {
        List<FloorWriter> writers = new ArrayList<>();
        try (Connection own = connect();
                Statement statement = own.createStatement();
                ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            statement.execute(FloorSql.DROP_TABLE);
            statement.execute(FloorSql.MAKE_TABLE);
            for (int number = 1; number <= CONNECTIONS; number++) {
                writers.add(new FloorWriter(connect(), number));
            }
            pass(writers, threads, new Latencies());
            FloorFigures figures = passes(writers, threads);
            statement.execute(FloorSql.DROP_TABLE);
            return figures;
        } catch (SQLException e) {
            throw new BenchFailed("The floor could not be measured: " + e.getMessage(), e);
        } finally {
            for (FloorWriter writer : writers) {
                closeQuietly(writer);
            }
        }
    }

    private FloorFigures passes(List<FloorWriter> writers, ExecutorService threads)
            throws BenchFailed, InterruptedException {
        Latencies latencies = new Latencies();
        List<Double> rates = new ArrayList<>();
        double cpuBefore = stack.cpuSeconds("postgresql");
        for (int i = 0; i < PASSES; i++) {
            rates.add(pass(writers, threads, latencies));
        }
        double cpu = stack.cpuSeconds("postgresql") - cpuBefore;
        double median =
                Median.of(rates.stream().mapToDouble(Double::doubleValue).toArray());
        int written = PASSES * statements() * CONNECTIONS * FloorWriter.ROWS;
        return new FloorFigures(rates, median, cpu * 1_000 / written, latencies.milliseconds());
    }

    /** Rows in a second. */
    private double pass(List<FloorWriter> writers, ExecutorService threads, Latencies latencies)
            throws BenchFailed, InterruptedException {
        List<Callable<Void>> work = writers.stream()
                .<Callable<Void>>map(writer -> () -> {
                    writer.write(statements(), latencies);
                    return null;
                })
                .toList();
        long begun = System.nanoTime();
        try {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new BenchFailed("The floor could not be measured: " + e.getCause(), e);
        }
        return statements() * (double) CONNECTIONS * FloorWriter.ROWS / ((System.nanoTime() - begun) / 1e9);
    }

    private int statements() {
        return Math.max(1, rows / (CONNECTIONS * FloorWriter.ROWS));
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD);
    }

    private static void closeQuietly(FloorWriter writer) {
        try {
            writer.close();
        } catch (SQLException alreadyGone) {
            // The figures are taken; a connection that does not close ends with the stack.
        }
    }
}
