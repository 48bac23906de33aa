package io.tidemark.mergeservice.world;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.tidemark.merge.lane.Ground;
import io.tidemark.mergeservice.store.Epochs;
import io.tidemark.protocol.entity.EntityTypes;
import io.tidemark.protocol.entity.EntityTypesFile;
import io.tidemark.stack.LocalStack;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.flywaydb.core.Flyway;

/** One broker and one database for all tests of a JVM; they end with it. Tests keep apart by their scopes. */
public final class World implements AutoCloseable {
    private static final String JDBC = "quarkus.datasource.jdbc.additional-jdbc-properties.";
    private static final World SHARED = new World();

    public final LocalStack stack;
    public final AgroalDataSource database;
    public final EntityTypes types;
    public final Tables tables;

    private World() {
        stack = LocalStack.builder().withoutServices().start();
        Flyway.configure()
                .dataSource(stack.jdbcUrl(), LocalStack.DATABASE_USER, LocalStack.DATABASE_PASSWORD)
                .load()
                .migrate();
        database = database(stack);
        types = EntityTypesFile.read(Path.of(System.getProperty("tidemark.home"), "deploy/entity-types.yaml"));
        tables = new Tables(database);
    }

    /** Of one test alone, which ends it. */
    public static World own() {
        return new World();
    }

    /** Not for the shared one. */
    @Override
    public void close() {
        database.close();
        stack.close();
    }

    public static World shared() {
        return SHARED;
    }

    /** With the settings that the service is shipped with. */
    private static AgroalDataSource database(LocalStack stack) {
        AgroalDataSourceConfigurationSupplier settings = new AgroalDataSourceConfigurationSupplier();
        settings.connectionPoolConfiguration(pool -> pool.maxSize(8)
                .acquisitionTimeout(Duration.ofSeconds(5))
                // Quarkus does the same for PostgreSQL: a dead connection is not handed out again.
                .exceptionSorter(new PostgreSQLExceptionSorter())
                .connectionFactoryConfiguration(factory -> {
                    factory.jdbcUrl(stack.jdbcUrl())
                            .principal(new NamePrincipal(LocalStack.DATABASE_USER))
                            .credential(new SimplePassword(LocalStack.DATABASE_PASSWORD));
                    shipped().forEach((key, value) -> {
                        String name = String.valueOf(key);
                        if (name.startsWith(JDBC)) {
                            factory.jdbcProperty(name.substring(JDBC.length()), String.valueOf(value));
                        }
                    });
                    return factory;
                }));
        try {
            return AgroalDataSource.from(settings);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Properties shipped() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(World.class.getResourceAsStream("/application.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** The database as an instance finds it now. */
    public Ground ground() {
        try {
            return new Epochs(database).glance().ground();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", stack.bootstrapServers());
    }
}
